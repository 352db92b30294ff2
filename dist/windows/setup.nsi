; The setup program: for one person, without administrator rights. /S installs silently, /D=<folder> elsewhere.
; build.sh gives VERSION, FILES (a folder) and OUTPUT.
; 64-bit, so that no 32-bit part of Windows (or Wine) is needed.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user

!include LogicLib.nsh
!include FileFunc.nsh
!include MUI2.nsh
!include WinVer.nsh

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Renja"

Name "Renja"
OutFile "${OUTPUT}"
BrandingText "Renja ${VERSION}"
InstallDir "$LOCALAPPDATA\Programs\Renja"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "Renja"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileDescription" "Pemasang Renja"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "MIT OR Apache-2.0"

!define MUI_ICON "assets\icons\renja.ico"
!define MUI_UNICON "assets\icons\renja.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "assets\icons\setup.bmp"
!define MUI_FINISHPAGE_RUN "$INSTDIR\renja.exe"
; The second box of the page. MUI names it for a readme; here it makes the shortcut.
!define MUI_FINISHPAGE_SHOWREADME
!define MUI_FINISHPAGE_SHOWREADME_TEXT "Buat pintasan di desktop"
!define MUI_FINISHPAGE_SHOWREADME_FUNCTION DesktopShortcut

!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Indonesian"

LangString STILL_OPEN ${LANG_INDONESIAN} "Renja masih terbuka. Tutup jendelanya dulu, lalu pilih Coba Lagi."
LangString TOO_OLD ${LANG_INDONESIAN} "Renja perlu Windows 10 atau yang lebih baru."
LangString DATA_STAYS ${LANG_INDONESIAN} "Program akan dihapus. Folder data, arsip, dan pengaturan Anda tetap ada."
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(DATA_STAYS)"

; A running program can't be replaced. A silent setup then exits with code 2.
!macro WaitUntilClosed un
Function ${un}WaitUntilClosed
    ${If} ${FileExists} "$INSTDIR\renja.exe"
        try:
        ClearErrors
        FileOpen $0 "$INSTDIR\renja.exe" a
        ${If} ${Errors}
            MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(STILL_OPEN)" /SD IDCANCEL IDRETRY try
            SetErrorLevel 2
            Abort
        ${EndIf}
        FileClose $0
    ${EndIf}
FunctionEnd
!macroend
!insertmacro WaitUntilClosed ""
!insertmacro WaitUntilClosed "un."

Function .onInit
    ${IfNot} ${AtLeastWin10}
        MessageBox MB_OK|MB_ICONSTOP "$(TOO_OLD)" /SD IDOK
        SetErrorLevel 3
        Abort
    ${EndIf}
FunctionEnd

Function DesktopShortcut
    CreateShortcut "$DESKTOP\Renja.lnk" "$INSTDIR\renja.exe"
FunctionEnd

Section
    Call WaitUntilClosed
    SetOutPath "$INSTDIR"
    File "${FILES}/renja.exe"
    File "${FILES}/BACA SAYA.txt"
    File "${FILES}/LISENSI.txt"
    WriteUninstaller "$INSTDIR\hapus-renja.exe"
    CreateShortcut "$SMPROGRAMS\Renja.lnk" "$INSTDIR\renja.exe"

    WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Renja"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\renja.exe"
    WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Renja"
    WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\hapus-renja.exe"'
    WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\hapus-renja.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

; Only what was installed, file by file: a data folder that somebody put here stays, and so does what this
; PC keeps in local app data, such as changes not yet delivered to a shared folder.
Section un.
    Call un.WaitUntilClosed
    Delete "$INSTDIR\renja.exe"
    Delete "$INSTDIR\BACA SAYA.txt"
    Delete "$INSTDIR\LISENSI.txt"
    Delete "$INSTDIR\hapus-renja.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\Renja.lnk"
    Delete "$DESKTOP\Renja.lnk"
    DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
