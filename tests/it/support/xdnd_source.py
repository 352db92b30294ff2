#!/usr/bin/python3
"""A window from which files are dragged onto another program: real XDND, from a process of its own.

usage: xdnd_source.py X Y

The window lies at X, Y and is 150 x 80 pixels. Each line on standard input is a list of paths, or of addresses such as
file:///a%20b as a uri-list holds them, with tabs between, answered with "ready"; a press inside the window then begins
a drag of those files. After it ends, "drag result N" is printed: 1 = the target took a copy, 0 = it refused.
Needs Debian's python3-pyqt5.
"""

import sys

from PyQt5.QtCore import QMimeData, QSocketNotifier, Qt, QUrl
from PyQt5.QtGui import QDrag
from PyQt5.QtWidgets import QApplication, QLabel


class Source(QLabel):
    paths = []

    def mousePressEvent(self, event):
        drag, data = QDrag(self), QMimeData()
        if any(path.startswith("/") for path in self.paths):
            data.setUrls([QUrl.fromLocalFile(path) for path in self.paths])
        else:
            data.setData("text/uri-list", "".join(path + "\r\n" for path in self.paths).encode())
        drag.setMimeData(data)
        print("drag result", drag.exec_(Qt.CopyAction), flush=True)

    def load(self):
        line = sys.stdin.readline()
        if not line:
            QApplication.quit()
            return
        self.paths = line.rstrip("\n").split("\t")
        print("ready", flush=True)


app = QApplication(sys.argv)
source = Source("files")
source.setWindowTitle("xdnd-source")
source.setWindowFlags(Qt.FramelessWindowHint | Qt.WindowStaysOnTopHint)
source.setGeometry(int(sys.argv[1]), int(sys.argv[2]), 150, 80)
source.show()
notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Read)
notifier.activated.connect(source.load)
app.exec_()
