//! Pictures of paper: forms filled in by hand and laid on a scanner, slightly askew.

use ab_glyph::{Font as _, FontRef, PxScale, ScaleFont as _, point};

/// The font of the window.
const TYPEFACE: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.ttf");

/// A scanned sheet in shades of grey: ink is 1, bare paper 0.
pub struct Scan {
    width: usize,
    height: usize,
    ink: Vec<f32>,
    font: Option<FontRef<'static>>,
}

impl Scan {
    /// A blank sheet, with its size in pixels.
    pub fn new(width: usize, height: usize) -> Self {
        let font = FontRef::try_from_slice(TYPEFACE).ok();
        Self { width, height, ink: vec![0.0; width * height], font }
    }

    /// Adds printed words; returns the horizontal position where they end.
    pub fn print(&mut self, x: f32, y: f32, size: f32, text: &str) -> f32 {
        let Some(font) = self.font.clone() else { return x };
        let scaled = font.as_scaled(PxScale::from(size));
        let mut pen = x;
        for c in text.chars() {
            let id = scaled.glyph_id(c);
            let glyph = id.with_scale_and_position(scaled.scale(), point(pen, y));
            pen += scaled.h_advance(id);
            if let Some(outline) = font.outline_glyph(glyph) {
                let bounds = outline.px_bounds();
                outline.draw(|dx, dy, coverage| {
                    self.dot(bounds.min.x + dx as f32, bounds.min.y + dy as f32, coverage * 0.9);
                });
            }
        }
        pen
    }

    /// Adds printed words, centred on the sheet.
    pub fn centred(&mut self, y: f32, size: f32, text: &str) {
        let Some(font) = self.font.clone() else { return };
        let scaled = font.as_scaled(PxScale::from(size));
        let width: f32 = text.chars().map(|c| scaled.h_advance(scaled.glyph_id(c))).sum();
        self.print((self.width as f32 - width) / 2.0, y, size, text);
    }

    /// Adds a ruled line.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32)) {
        self.curve([from, from, to, to], 0.7, 0.75);
    }

    /// Adds a frame.
    pub fn frame(&mut self, x: f32, y: f32, width: f32, height: f32) {
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
        for index in 0..4 {
            self.line(corners[index], corners[(index + 1) % 4]);
        }
    }

    /// Adds a signature: the same seed gives the same signature.
    pub fn sign(&mut self, x: f32, y: f32, width: f32, seed: u32) {
        let mut random = Random(seed);
        let mut at = (x, y);
        let strokes = 5 + random.below(3);
        let step = width / strokes as f32;
        for stroke in 0..strokes {
            let mut near = |dx: f32, swing: f32| {
                let high = (random.below(200) as f32 / 100.0 - 1.0) * swing;
                (x + step * stroke as f32 + dx, y + high)
            };
            let (a, b, to) =
                (near(step * 0.3, width * 0.22), near(step * 0.8, width * 0.22), near(step, 4.0));
            self.curve([at, a, b, to], 1.3, 0.85);
            at = to;
        }
    }

    /// A Bézier curve drawn with a round pen.
    fn curve(&mut self, points: [(f32, f32); 4], radius: f32, strength: f32) {
        let apart = |pair: &[(f32, f32)]| (pair[0].0 - pair[1].0).hypot(pair[0].1 - pair[1].1);
        let length = points.windows(2).map(apart).sum::<f32>();
        let dots = (length * 1.5).ceil().max(1.0) as usize;
        for dot in 0..=dots {
            let t = dot as f32 / dots as f32;
            let s = 1.0 - t;
            let weights = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
            let along = |part: fn((f32, f32)) -> f32| {
                points.iter().zip(weights).map(|(point, weight)| part(*point) * weight).sum::<f32>()
            };
            let (x, y) = (along(|p| p.0), along(|p| p.1));
            let reach = radius.ceil() as i32;
            for (dx, dy) in (-reach..=reach).flat_map(|dx| (-reach..=reach).map(move |dy| (dx, dy))) {
                let (px, py) = ((x + dx as f32).floor(), (y + dy as f32).floor());
                let distance = (px + 0.5 - x).hypot(py + 0.5 - y);
                self.dot(px, py, (radius + 0.5 - distance).clamp(0.0, 1.0) * strength);
            }
        }
    }

    fn dot(&mut self, x: f32, y: f32, coverage: f32) {
        if x >= 0.0 && y >= 0.0 && (x as usize) < self.width && (y as usize) < self.height {
            let pixel = &mut self.ink[y as usize * self.width + x as usize];
            *pixel = pixel.max(coverage);
        }
    }

    /// The picture as a grey PNG; `grain` adds the paper's fibres and the shadow of its edge.
    pub fn finish(&self, grain: bool) -> Result<Vec<u8>, String> {
        let mut random = Random(7);
        let mut pixels = Vec::with_capacity(self.ink.len());
        for (row, column) in (0..self.height).flat_map(|row| (0..self.width).map(move |column| (row, column)))
        {
            // Skewed by a third of a degree.
            let source = row as f32 + (column as f32 - self.width as f32 / 2.0) * 0.006;
            let ink = if grain { self.between(source, column) } else { self.ink[row * self.width + column] };
            let edge = if grain { (24.0 - column as f32).max(0.0) * 1.2 } else { 0.0 };
            let fibre = if grain && random.below(6) == 0 { 3.0 } else { 0.0 };
            pixels.push((246.0 - edge - fibre - ink * 205.0).clamp(0.0, 255.0) as u8);
        }
        encode(&pixels, self.width, self.height).map_err(|error| error.to_string())
    }

    /// Ink at a height between two rows, interpolated.
    fn between(&self, row: f32, column: usize) -> f32 {
        let at = |row: f32| {
            let inside = row >= 0.0 && (row as usize) < self.height;
            if inside { self.ink[row as usize * self.width + column] } else { 0.0 }
        };
        let part = row - row.floor();
        at(row.floor()) * (1.0 - part) + at(row.floor() + 1.0) * part
    }
}

fn encode(pixels: &[u8], width: usize, height: usize) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    // 150 dots per inch, in dots per metre.
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: 5906, yppu: 5906, unit: png::Unit::Meter }));
    encoder.write_header()?.write_image_data(pixels)?;
    Ok(bytes)
}

/// A generator of pseudorandom numbers that are the same each time (linear congruential).
pub struct Random(pub u32);

impl Random {
    /// A number from 0 up to, not including, `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) % end.max(1)
    }
}
