//! Accepts drops on Windows, in place of winit, which accepts only files on a disk.
#![expect(unsafe_code, reason = "OLE is spoken by pointers")]

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use eframe::CreationContext;
use eframe::egui::Context;
use raw_window_handle::{HasWindowHandle as _, RawWindowHandle};
use tempfile::TempDir;
use windows::Win32::Foundation::{HWND, POINTL};
use windows::Win32::System::Com::IDataObject;
use windows::Win32::System::Ole::{
    DROPEFFECT, DROPEFFECT_COPY, DROPEFFECT_NONE, IDropTarget, IDropTarget_Impl, RegisterDragDrop,
    RevokeDragDrop,
};
use windows::Win32::System::SystemServices::MODIFIERKEYS_FLAGS;
use windows_core::{Ref, implement};

use super::drag_seen::{DragWatch, Seen};
use super::ole_offer;

/// Accepts drops from now on.
pub(super) fn watch(cc: &CreationContext<'_>) -> Option<Box<dyn DragWatch>> {
    let RawWindowHandle::Win32(handle) = cc.window_handle().ok()?.as_raw() else { return None };
    let window = HWND(handle.hwnd.get() as *mut _);
    let heard = Arc::new(Mutex::new(Heard::default()));
    let target: IDropTarget = Target { heard: heard.clone(), ctx: cc.egui_ctx.clone() }.into();
    // SAFETY: the window belongs to this thread. winit has initialised OLE for it and registered a drop
    // target: that one is revoked, and winit revokes ours with the window.
    let registered = unsafe { RevokeDragDrop(window).and_then(|()| RegisterDragDrop(window, &target)) };
    registered.inspect_err(|error| log::error!("no file can be dropped: {error}")).ok()?;
    Some(Box::new(Watch(heard)))
}

#[derive(Default)]
struct Heard {
    seen: Seen,
    /// Folders for dropped contents that were on no disk. They are deleted with the window, long after the
    /// files were attached.
    folders: Vec<TempDir>,
}

struct Watch(Arc<Mutex<Heard>>);

impl DragWatch for Watch {
    fn look(&mut self) -> Seen {
        let seen = &mut lock(&self.0).seen;
        Seen { hovering: seen.hovering.clone(), dropped: seen.dropped.take() }
    }
}

fn lock(heard: &Mutex<Heard>) -> MutexGuard<'_, Heard> {
    heard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The drop target that OLE calls, on the window's own thread.
#[implement(IDropTarget)]
struct Target {
    heard: Arc<Mutex<Heard>>,
    ctx: Context,
}

impl Target_Impl {
    /// Tells OLE what would become of a drop.
    fn answer(&self, effect: *mut DROPEFFECT) {
        let takes = !lock(&self.heard).seen.hovering.is_empty();
        // SAFETY: OLE hands in a pointer to a number for the answer.
        unsafe { *effect = if takes { DROPEFFECT_COPY } else { DROPEFFECT_NONE } };
    }
}

impl IDropTarget_Impl for Target_Impl {
    fn DragEnter(
        &self,
        data: Ref<'_, IDataObject>,
        _keys: MODIFIERKEYS_FLAGS,
        _at: &POINTL,
        effect: *mut DROPEFFECT,
    ) -> windows_core::Result<()> {
        lock(&self.heard).seen.hovering = data.as_ref().and_then(ole_offer::names).unwrap_or_default();
        self.answer(effect);
        self.ctx.request_repaint();
        Ok(())
    }

    fn DragOver(
        &self,
        _keys: MODIFIERKEYS_FLAGS,
        _at: &POINTL,
        effect: *mut DROPEFFECT,
    ) -> windows_core::Result<()> {
        self.answer(effect);
        Ok(())
    }

    fn DragLeave(&self) -> windows_core::Result<()> {
        lock(&self.heard).seen.hovering.clear();
        self.ctx.request_repaint();
        Ok(())
    }

    fn Drop(
        &self,
        data: Ref<'_, IDataObject>,
        _keys: MODIFIERKEYS_FLAGS,
        _at: &POINTL,
        effect: *mut DROPEFFECT,
    ) -> windows_core::Result<()> {
        self.answer(effect);
        let mut folder = None;
        let make = || {
            let made = tempfile::Builder::new().prefix("renja-").tempdir()?;
            Ok(folder.insert(made).path().to_owned())
        };
        let taken: Vec<PathBuf> =
            data.as_ref().and_then(|data| ole_offer::take(data, make)).unwrap_or_default();
        let mut heard = lock(&self.heard);
        heard.folders.extend(folder);
        heard.seen.hovering.clear();
        heard.seen.dropped.get_or_insert_default().extend(taken);
        self.ctx.request_repaint();
        Ok(())
    }
}
