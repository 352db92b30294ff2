//! How the window starts.

#[cfg(any(target_os = "linux", test))]
use std::ffi::OsStr;
use std::path::PathBuf;

use eframe::NativeOptions;
use eframe::egui::{IconData, ViewportBuilder, vec2};

use crate::cli::Renderer;

/// Name by which the desktop knows the window, as `StartupWMClass` of the `.desktop` file. It must never
/// change: the window's position and size are stored under it.
pub const APP_ID: &str = "renja";

/// When set to 1, the window uses Wayland natively: no files can be dropped there, but text is sharp at a
/// fractional scale.
pub const WAYLAND_VARIABLE: &str = "RENJA_WAYLAND";

/// Options for a window drawn by `renderer`. `ui_state` is the file that stores the window's position and
/// size.
///
/// To be made again for each attempt to start: a clone loses the hook that picks the window system.
pub fn native_options(ui_state: PathBuf, renderer: Renderer) -> NativeOptions {
    let options = NativeOptions {
        viewport: ViewportBuilder::default()
            .with_app_id(APP_ID)
            .with_title("Renja")
            .with_icon(icon())
            .with_inner_size(vec2(1280.0, 720.0))
            // The office's screen of 1366 × 768 pixels at 150 % has 910 × 512 points, less the taskbar.
            .with_min_inner_size(vec2(800.0, 440.0))
            .with_drag_and_drop(true),
        renderer: eframe::Renderer::Glow,
        persistence_path: Some(ui_state),
        event_loop_builder: window_system_hook(),
        ..NativeOptions::default()
    };
    match renderer {
        Renderer::Glow => options,
        Renderer::Dx12 => drawn_by_dx12(options),
    }
}

/// The program's icon, for title bar and taskbar.
fn icon() -> IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../../assets/icons/renja.png"))
        .inspect_err(|error| log::warn!("the window's icon: {error}"))
        .unwrap_or_default()
}

/// Options for Direct3D 12 only: looking for OpenGL or Vulkan through wgpu has crashed in drivers of graphics
/// chips that are common in offices. The power-saving chip is sufficient.
#[cfg(windows)]
fn drawn_by_dx12(mut options: NativeOptions) -> NativeOptions {
    use eframe::egui_wgpu::{SurfaceConfig, WgpuConfiguration, WgpuSetup, WgpuSetupCreateNew};

    let mut setup = WgpuSetupCreateNew::without_display_handle();
    setup.instance_descriptor.backends = wgpu::Backends::DX12;
    setup.power_preference = wgpu::PowerPreference::LowPower;
    options.wgpu_options = WgpuConfiguration {
        surface: SurfaceConfig::LOW_LATENCY,
        wgpu_setup: WgpuSetup::CreateNew(setup),
        ..WgpuConfiguration::default()
    };
    options.renderer = eframe::Renderer::Wgpu;
    options
}

/// This system has no Direct3D 12; [`Renderer::ALL`] does not offer it.
#[cfg(not(windows))]
fn drawn_by_dx12(options: NativeOptions) -> NativeOptions {
    options
}

#[cfg(target_os = "linux")]
fn window_system_hook() -> Option<eframe::EventLoopBuilderHook> {
    use winit::platform::x11::EventLoopBuilderExtX11 as _;

    is_on_x11().then(|| -> eframe::EventLoopBuilderHook {
        Box::new(|builder| {
            builder.with_x11();
        })
    })
}

#[cfg(not(target_os = "linux"))]
fn window_system_hook() -> Option<eframe::EventLoopBuilderHook> {
    None
}

/// Whether the window uses X11.
#[cfg(target_os = "linux")]
pub fn is_on_x11() -> bool {
    prefers_x11(std::env::var_os("DISPLAY").as_deref(), std::env::var_os(WAYLAND_VARIABLE).as_deref())
}

/// Whether to use X11. It is used wherever there is an X server, including `XWayland`: winit delivers dropped
/// files on X11 only.
#[cfg(any(target_os = "linux", test))]
fn prefers_x11(display: Option<&OsStr>, wayland_wanted: Option<&OsStr>) -> bool {
    display.is_some_and(|display| !display.is_empty()) && wayland_wanted.is_none_or(|wanted| wanted != "1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x11_is_taken_where_it_is_unless_wayland_is_asked_for() {
        let os = |text: &'static str| Some(OsStr::new(text));
        assert!(prefers_x11(os(":0"), None));
        assert!(prefers_x11(os(":0"), os("0")));
        assert!(!prefers_x11(os(":0"), os("1")));
        assert!(!prefers_x11(None, None));
        assert!(!prefers_x11(os(""), None));
    }

    #[test]
    fn the_window_takes_drops_and_fits_a_small_screen() {
        let options = native_options("ui.ron".into(), Renderer::Glow);
        assert_eq!(options.renderer, eframe::Renderer::Glow);
        assert_eq!(options.viewport.drag_and_drop, Some(true));
        let icon = options.viewport.icon.as_ref().expect("an icon is set");
        assert_eq!((icon.width, icon.height), (256, 256));
        let least = options.viewport.min_inner_size.expect("a least size is set");
        assert!(least.x <= 1366.0 / 1.5 && least.y <= 700.0 / 1.5, "{least:?}");
    }
}
