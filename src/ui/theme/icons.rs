//! Named glyphs of the bundled icon font, Phosphor regular (see `assets/fonts/README.md`).
//!
//! The font file contains only the glyphs named here: to add one, add its constant and create the subset
//! again. Each constant has the glyph's name in Phosphor's documentation.
#![expect(missing_docs, reason = "each constant is the glyph's name in Phosphor; there is nothing to add")]

pub const ARCHIVE: &str = "\u{e00c}";
pub const ARCHIVE_BOX: &str = "\u{e00e}";
pub const ARROW_BEND_DOWN_RIGHT: &str = "\u{e01a}";
pub const ARROW_BEND_UP_LEFT: &str = "\u{e024}";
pub const ARROW_CLOCKWISE: &str = "\u{e036}";
pub const ARROW_COUNTER_CLOCKWISE: &str = "\u{e038}";
pub const ARROW_DOWN: &str = "\u{e03e}";
pub const ARROW_ELBOW_DOWN_RIGHT: &str = "\u{e046}";
pub const ARROW_LEFT: &str = "\u{e058}";
pub const ARROW_LINE_DOWN: &str = "\u{e05c}";
pub const ARROW_RIGHT: &str = "\u{e06c}";
pub const ARROW_SQUARE_OUT: &str = "\u{e5de}";
pub const ARROW_U_UP_LEFT: &str = "\u{e08a}";
pub const ARROW_UP: &str = "\u{e08e}";
pub const ARROWS_CLOCKWISE: &str = "\u{e094}";
pub const ARROWS_IN: &str = "\u{e09a}";
pub const ARROWS_LEFT_RIGHT: &str = "\u{e0a0}";
pub const ARROWS_OUT: &str = "\u{e0a2}";
pub const ARTICLE: &str = "\u{e0a8}";
pub const BANK: &str = "\u{e0b4}";
pub const BARCODE: &str = "\u{e0b8}";
pub const BELL: &str = "\u{e0ce}";
pub const BOOK_OPEN: &str = "\u{e0e6}";
pub const BOOKS: &str = "\u{e758}";
pub const BRIEFCASE: &str = "\u{e0ee}";
pub const BUILDINGS: &str = "\u{e102}";
pub const CALENDAR: &str = "\u{e108}";
pub const CALENDAR_BLANK: &str = "\u{e10a}";
pub const CALENDAR_CHECK: &str = "\u{e712}";
pub const CALENDAR_PLUS: &str = "\u{e714}";
pub const CALENDAR_X: &str = "\u{e10c}";
pub const CARET_DOWN: &str = "\u{e136}";
pub const CARET_LEFT: &str = "\u{e138}";
pub const CARET_RIGHT: &str = "\u{e13a}";
pub const CARET_UP: &str = "\u{e13c}";
pub const CARET_UP_DOWN: &str = "\u{e140}";
pub const CHART_BAR: &str = "\u{e150}";
pub const CHAT_TEXT: &str = "\u{e17a}";
pub const CHECK: &str = "\u{e182}";
pub const CHECK_CIRCLE: &str = "\u{e184}";
pub const CHECKS: &str = "\u{e53a}";
pub const CIRCLE: &str = "\u{e18a}";
pub const CIRCLE_DASHED: &str = "\u{e602}";
pub const CIRCLE_HALF: &str = "\u{e18c}";
pub const CIRCLE_NOTCH: &str = "\u{eb44}";
pub const CLIPBOARD: &str = "\u{e196}";
pub const CLIPBOARD_TEXT: &str = "\u{e198}";
pub const CLOCK: &str = "\u{e19a}";
pub const CLOCK_COUNTDOWN: &str = "\u{ed2c}";
pub const CLOCK_COUNTER_CLOCKWISE: &str = "\u{e1a0}";
pub const CLOUD: &str = "\u{e1aa}";
pub const CLOUD_CHECK: &str = "\u{e1b0}";
pub const CLOUD_SLASH: &str = "\u{e1b6}";
pub const CLOUD_WARNING: &str = "\u{ea98}";
pub const COLUMNS: &str = "\u{e546}";
pub const COMMAND: &str = "\u{e1c4}";
pub const COPY: &str = "\u{e1ca}";
pub const CORNERS_OUT: &str = "\u{e1d0}";
pub const CROSSHAIR: &str = "\u{e1d6}";
pub const CUBE: &str = "\u{e1da}";
pub const DATABASE: &str = "\u{e1de}";
pub const DESKTOP_TOWER: &str = "\u{e562}";
pub const DIAMOND: &str = "\u{e1ec}";
pub const DOTS_SIX_VERTICAL: &str = "\u{eae2}";
pub const DOTS_THREE: &str = "\u{e1fe}";
pub const DOTS_THREE_VERTICAL: &str = "\u{e208}";
pub const DOWNLOAD: &str = "\u{e20a}";
pub const DOWNLOAD_SIMPLE: &str = "\u{e20c}";
pub const DRESSER: &str = "\u{e94e}";
pub const ENVELOPE_SIMPLE: &str = "\u{e218}";
pub const EXPORT: &str = "\u{eaf0}";
pub const EYE: &str = "\u{e220}";
pub const EYE_SLASH: &str = "\u{e224}";
pub const EYEGLASSES: &str = "\u{e7ba}";
pub const FILE: &str = "\u{e230}";
pub const FILE_ARROW_DOWN: &str = "\u{e232}";
pub const FILE_ARROW_UP: &str = "\u{e61e}";
pub const FILE_AUDIO: &str = "\u{ea20}";
pub const FILE_CODE: &str = "\u{e914}";
pub const FILE_CSV: &str = "\u{eb1c}";
pub const FILE_DASHED: &str = "\u{e704}";
pub const FILE_DOC: &str = "\u{eb1e}";
pub const FILE_IMAGE: &str = "\u{ea24}";
pub const FILE_LOCK: &str = "\u{e95c}";
pub const FILE_MAGNIFYING_GLASS: &str = "\u{e238}";
pub const FILE_PDF: &str = "\u{e702}";
pub const FILE_PLUS: &str = "\u{e236}";
pub const FILE_PPT: &str = "\u{eb20}";
pub const FILE_TEXT: &str = "\u{e23a}";
pub const FILE_TXT: &str = "\u{eb35}";
pub const FILE_VIDEO: &str = "\u{ea22}";
pub const FILE_X: &str = "\u{e23c}";
pub const FILE_XLS: &str = "\u{eb22}";
pub const FILE_ZIP: &str = "\u{e958}";
pub const FILES: &str = "\u{e710}";
pub const FIRST_AID_KIT: &str = "\u{e570}";
pub const FLAG: &str = "\u{e244}";
pub const FLOPPY_DISK: &str = "\u{e248}";
pub const FLOW_ARROW: &str = "\u{e6ec}";
pub const FOLDER: &str = "\u{e24a}";
pub const FOLDER_OPEN: &str = "\u{e256}";
pub const FOLDER_PLUS: &str = "\u{e258}";
pub const FOLDER_SIMPLE: &str = "\u{e25a}";
pub const FOLDER_SIMPLE_PLUS: &str = "\u{e25e}";
pub const FRAME_CORNERS: &str = "\u{e626}";
pub const FUNNEL: &str = "\u{e266}";
pub const GEAR: &str = "\u{e270}";
pub const GEAR_SIX: &str = "\u{e272}";
pub const GIT_BRANCH: &str = "\u{e278}";
pub const GIT_DIFF: &str = "\u{e27c}";
pub const GIT_MERGE: &str = "\u{e280}";
pub const GRADUATION_CAP: &str = "\u{e62c}";
pub const GRID_FOUR: &str = "\u{e296}";
pub const HAND_PALM: &str = "\u{e57e}";
pub const HAND_POINTING: &str = "\u{e29a}";
pub const HANDSHAKE: &str = "\u{e582}";
pub const HARD_DRIVE: &str = "\u{e29e}";
pub const HARD_DRIVES: &str = "\u{e2a0}";
pub const HASH: &str = "\u{e2a2}";
pub const HOURGLASS: &str = "\u{e2b2}";
pub const HOURGLASS_MEDIUM: &str = "\u{e2b8}";
pub const HOUSE: &str = "\u{e2c2}";
pub const IDENTIFICATION_CARD: &str = "\u{e2c8}";
pub const INFO: &str = "\u{e2ce}";
pub const KANBAN: &str = "\u{eb54}";
pub const KEY: &str = "\u{e2d6}";
pub const KEYBOARD: &str = "\u{e2d8}";
pub const LIGHTBULB: &str = "\u{e2dc}";
pub const LINK: &str = "\u{e2e2}";
pub const LIST: &str = "\u{e2f0}";
pub const LIST_BULLETS: &str = "\u{e2f2}";
pub const LOCK: &str = "\u{e2fa}";
pub const LOCK_OPEN: &str = "\u{e306}";
pub const LOCK_SIMPLE: &str = "\u{e308}";
pub const MAGIC_WAND: &str = "\u{e6b6}";
pub const MAGNIFYING_GLASS: &str = "\u{e30c}";
pub const MAGNIFYING_GLASS_MINUS: &str = "\u{e30e}";
pub const MAGNIFYING_GLASS_PLUS: &str = "\u{e310}";
pub const MAP_PIN: &str = "\u{e316}";
pub const MAP_PIN_LINE: &str = "\u{e318}";
pub const MINUS_CIRCLE: &str = "\u{e32c}";
pub const MOON: &str = "\u{e330}";
pub const NOTE: &str = "\u{e348}";
pub const NOTE_BLANK: &str = "\u{e34a}";
pub const NOTE_PENCIL: &str = "\u{e34c}";
pub const NOTEBOOK: &str = "\u{e34e}";
pub const NOTEPAD: &str = "\u{e63e}";
pub const PACKAGE: &str = "\u{e390}";
pub const PAPER_PLANE_TILT: &str = "\u{e398}";
pub const PAPERCLIP: &str = "\u{e39a}";
pub const PAUSE: &str = "\u{e39e}";
pub const PAUSE_CIRCLE: &str = "\u{e3a0}";
pub const PEN: &str = "\u{e3aa}";
pub const PENCIL_SIMPLE: &str = "\u{e3b4}";
pub const PLAY: &str = "\u{e3d0}";
pub const PLAY_CIRCLE: &str = "\u{e3d2}";
pub const PLUG: &str = "\u{e946}";
pub const PLUGS: &str = "\u{eb56}";
pub const PLUGS_CONNECTED: &str = "\u{eb5a}";
pub const PLUS: &str = "\u{e3d4}";
pub const PLUS_CIRCLE: &str = "\u{e3d6}";
pub const PRINTER: &str = "\u{e3dc}";
pub const PROHIBIT: &str = "\u{e3de}";
pub const PUSH_PIN: &str = "\u{e3e2}";
pub const QR_CODE: &str = "\u{e3e6}";
pub const QUESTION: &str = "\u{e3e8}";
pub const RECORD: &str = "\u{e3ee}";
pub const RECTANGLE: &str = "\u{e3f0}";
pub const ROWS: &str = "\u{e5a2}";
pub const SCROLL: &str = "\u{eb7a}";
pub const SEAL: &str = "\u{e604}";
pub const SEAL_CHECK: &str = "\u{e606}";
pub const SELECTION: &str = "\u{e69a}";
pub const SELECTION_ALL: &str = "\u{e746}";
pub const SHARE_NETWORK: &str = "\u{e408}";
pub const SHIELD: &str = "\u{e40a}";
pub const SHIELD_CHECK: &str = "\u{e40c}";
pub const SHIELD_WARNING: &str = "\u{e412}";
pub const SIDEBAR_SIMPLE: &str = "\u{ec24}";
pub const SIGN_OUT: &str = "\u{e42a}";
pub const SIGNATURE: &str = "\u{ebac}";
pub const SLIDERS_HORIZONTAL: &str = "\u{e434}";
pub const SORT_ASCENDING: &str = "\u{e444}";
pub const SQUARES_FOUR: &str = "\u{e464}";
pub const STACK: &str = "\u{e466}";
pub const STAMP: &str = "\u{ea48}";
pub const STAR: &str = "\u{e46a}";
pub const STAR_FOUR: &str = "\u{e6a4}";
pub const SUN: &str = "\u{e472}";
pub const SWAP: &str = "\u{e83c}";
pub const TABLE: &str = "\u{e476}";
pub const TAG: &str = "\u{e478}";
pub const TARGET: &str = "\u{e47c}";
pub const TEXT_AA: &str = "\u{e6ee}";
pub const TEXT_T: &str = "\u{e48a}";
pub const TRANSLATE: &str = "\u{e4a2}";
pub const TRASH: &str = "\u{e4a6}";
pub const TRASH_SIMPLE: &str = "\u{e4a8}";
pub const TRAY: &str = "\u{e4aa}";
pub const TRAY_ARROW_DOWN: &str = "\u{e010}";
pub const TRAY_ARROW_UP: &str = "\u{ee52}";
pub const TREE_STRUCTURE: &str = "\u{e67c}";
pub const UPLOAD: &str = "\u{e4be}";
pub const UPLOAD_SIMPLE: &str = "\u{e4c0}";
pub const USER: &str = "\u{e4c2}";
pub const USERS: &str = "\u{e4d6}";
pub const USERS_THREE: &str = "\u{e68e}";
pub const WAREHOUSE: &str = "\u{ecd4}";
pub const WARNING: &str = "\u{e4e0}";
pub const WARNING_CIRCLE: &str = "\u{e4e2}";
pub const WIFI_SLASH: &str = "\u{e4f2}";
pub const WRENCH: &str = "\u{e5d4}";
pub const X: &str = "\u{e4f6}";
pub const X_CIRCLE: &str = "\u{e4f8}";

/// Every glyph of the subset, for the test that none is missing and for the gallery.
pub const ALL: &[&str] = &[
    ARCHIVE,
    ARCHIVE_BOX,
    ARROW_BEND_DOWN_RIGHT,
    ARROW_BEND_UP_LEFT,
    ARROW_CLOCKWISE,
    ARROW_COUNTER_CLOCKWISE,
    ARROW_DOWN,
    ARROW_ELBOW_DOWN_RIGHT,
    ARROW_LEFT,
    ARROW_LINE_DOWN,
    ARROW_RIGHT,
    ARROW_SQUARE_OUT,
    ARROW_U_UP_LEFT,
    ARROW_UP,
    ARROWS_CLOCKWISE,
    ARROWS_IN,
    ARROWS_LEFT_RIGHT,
    ARROWS_OUT,
    ARTICLE,
    BANK,
    BARCODE,
    BELL,
    BOOK_OPEN,
    BOOKS,
    BRIEFCASE,
    BUILDINGS,
    CALENDAR,
    CALENDAR_BLANK,
    CALENDAR_CHECK,
    CALENDAR_PLUS,
    CALENDAR_X,
    CARET_DOWN,
    CARET_LEFT,
    CARET_RIGHT,
    CARET_UP,
    CARET_UP_DOWN,
    CHART_BAR,
    CHAT_TEXT,
    CHECK,
    CHECK_CIRCLE,
    CHECKS,
    CIRCLE,
    CIRCLE_DASHED,
    CIRCLE_HALF,
    CIRCLE_NOTCH,
    CLIPBOARD,
    CLIPBOARD_TEXT,
    CLOCK,
    CLOCK_COUNTDOWN,
    CLOCK_COUNTER_CLOCKWISE,
    CLOUD,
    CLOUD_CHECK,
    CLOUD_SLASH,
    CLOUD_WARNING,
    COLUMNS,
    COMMAND,
    COPY,
    CORNERS_OUT,
    CROSSHAIR,
    CUBE,
    DATABASE,
    DESKTOP_TOWER,
    DIAMOND,
    DOTS_SIX_VERTICAL,
    DOTS_THREE,
    DOTS_THREE_VERTICAL,
    DOWNLOAD,
    DOWNLOAD_SIMPLE,
    DRESSER,
    ENVELOPE_SIMPLE,
    EXPORT,
    EYE,
    EYE_SLASH,
    EYEGLASSES,
    FILE,
    FILE_ARROW_DOWN,
    FILE_ARROW_UP,
    FILE_AUDIO,
    FILE_CODE,
    FILE_CSV,
    FILE_DASHED,
    FILE_DOC,
    FILE_IMAGE,
    FILE_LOCK,
    FILE_MAGNIFYING_GLASS,
    FILE_PDF,
    FILE_PLUS,
    FILE_PPT,
    FILE_TEXT,
    FILE_TXT,
    FILE_VIDEO,
    FILE_X,
    FILE_XLS,
    FILE_ZIP,
    FILES,
    FIRST_AID_KIT,
    FLAG,
    FLOPPY_DISK,
    FLOW_ARROW,
    FOLDER,
    FOLDER_OPEN,
    FOLDER_PLUS,
    FOLDER_SIMPLE,
    FOLDER_SIMPLE_PLUS,
    FRAME_CORNERS,
    FUNNEL,
    GEAR,
    GEAR_SIX,
    GIT_BRANCH,
    GIT_DIFF,
    GIT_MERGE,
    GRADUATION_CAP,
    GRID_FOUR,
    HAND_PALM,
    HAND_POINTING,
    HANDSHAKE,
    HARD_DRIVE,
    HARD_DRIVES,
    HASH,
    HOURGLASS,
    HOURGLASS_MEDIUM,
    HOUSE,
    IDENTIFICATION_CARD,
    INFO,
    KANBAN,
    KEY,
    KEYBOARD,
    LIGHTBULB,
    LINK,
    LIST,
    LIST_BULLETS,
    LOCK,
    LOCK_OPEN,
    LOCK_SIMPLE,
    MAGIC_WAND,
    MAGNIFYING_GLASS,
    MAGNIFYING_GLASS_MINUS,
    MAGNIFYING_GLASS_PLUS,
    MAP_PIN,
    MAP_PIN_LINE,
    MINUS_CIRCLE,
    MOON,
    NOTE,
    NOTE_BLANK,
    NOTE_PENCIL,
    NOTEBOOK,
    NOTEPAD,
    PACKAGE,
    PAPER_PLANE_TILT,
    PAPERCLIP,
    PAUSE,
    PAUSE_CIRCLE,
    PEN,
    PENCIL_SIMPLE,
    PLAY,
    PLAY_CIRCLE,
    PLUG,
    PLUGS,
    PLUGS_CONNECTED,
    PLUS,
    PLUS_CIRCLE,
    PRINTER,
    PROHIBIT,
    PUSH_PIN,
    QR_CODE,
    QUESTION,
    RECORD,
    RECTANGLE,
    ROWS,
    SCROLL,
    SEAL,
    SEAL_CHECK,
    SELECTION,
    SELECTION_ALL,
    SHARE_NETWORK,
    SHIELD,
    SHIELD_CHECK,
    SHIELD_WARNING,
    SIDEBAR_SIMPLE,
    SIGN_OUT,
    SIGNATURE,
    SLIDERS_HORIZONTAL,
    SORT_ASCENDING,
    SQUARES_FOUR,
    STACK,
    STAMP,
    STAR,
    STAR_FOUR,
    SUN,
    SWAP,
    TABLE,
    TAG,
    TARGET,
    TEXT_AA,
    TEXT_T,
    TRANSLATE,
    TRASH,
    TRASH_SIMPLE,
    TRAY,
    TRAY_ARROW_DOWN,
    TRAY_ARROW_UP,
    TREE_STRUCTURE,
    UPLOAD,
    UPLOAD_SIMPLE,
    USER,
    USERS,
    USERS_THREE,
    WAREHOUSE,
    WARNING,
    WARNING_CIRCLE,
    WIFI_SLASH,
    WRENCH,
    X,
    X_CIRCLE,
];

/// The icon for a document, by the extension of its file name.
pub fn for_file(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref().unwrap_or_default() {
        "pdf" => FILE_PDF,
        "doc" | "docx" | "docm" | "odt" | "rtf" => FILE_DOC,
        "xls" | "xlsx" | "xlsm" | "xlsb" | "ods" => FILE_XLS,
        "ppt" | "pptx" | "pptm" | "odp" => FILE_PPT,
        "csv" => FILE_CSV,
        "txt" | "md" => FILE_TEXT,
        "jpg" | "jpeg" | "png" | "gif" | "bmp" | "tif" | "tiff" | "webp" | "heic" => FILE_IMAGE,
        "zip" | "7z" | "rar" | "gz" | "tar" => FILE_ZIP,
        "mp3" | "wav" | "m4a" | "ogg" => FILE_AUDIO,
        "mp4" | "mkv" | "avi" | "mov" => FILE_VIDEO,
        _ => FILE,
    }
}
