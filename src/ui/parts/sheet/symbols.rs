//! The symbols of the form (Permen PANRB 35/2012) and its arrows, drawn.

use eframe::egui::{
    Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, epaint::PathStroke, pos2,
};

use crate::sheet::{MARK_RADIUS, Node, Outline};

/// How a symbol is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Fill colour.
    pub fill: Color32,
    /// Outline.
    pub stroke: Stroke,
    /// Whether the outline is dashed: it marks an assumption.
    pub dashed: bool,
}

/// Draws a symbol.
pub fn symbol(painter: &Painter, outline: Outline, rect: Rect, look: Look) {
    if look.dashed {
        fill(painter, outline, rect, look.fill);
        let mut path = corners(outline, rect);
        path.extend(path.first().copied());
        let dash = (look.stroke.width * 2.6).max(3.0);
        painter.extend(Shape::dashed_line(&path, look.stroke, dash, dash * 0.7));
        return;
    }
    match outline {
        Outline::Capsule | Outline::Box => {
            painter.rect(rect, radius(outline, rect), look.fill, look.stroke, StrokeKind::Middle);
        }
        Outline::Diamond => {
            let points = corners(outline, rect);
            painter.add(Shape::convex_polygon(points, look.fill, PathStroke::from(look.stroke)));
        }
    }
}

fn fill(painter: &Painter, outline: Outline, rect: Rect, color: Color32) {
    match outline {
        Outline::Capsule | Outline::Box => {
            painter.rect_filled(rect, radius(outline, rect), color);
        }
        Outline::Diamond => {
            painter.add(Shape::convex_polygon(corners(outline, rect), color, PathStroke::NONE));
        }
    }
}

fn radius(outline: Outline, rect: Rect) -> CornerRadius {
    match outline {
        Outline::Capsule => CornerRadius::same((rect.height() / 2.0).min(255.0) as u8),
        _ => CornerRadius::same(2),
    }
}

/// The outline as a path, clockwise.
fn corners(outline: Outline, rect: Rect) -> Vec<Pos2> {
    match outline {
        Outline::Box => vec![rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()],
        Outline::Diamond => {
            vec![rect.center_top(), rect.right_center(), rect.center_bottom(), rect.left_center()]
        }
        Outline::Capsule => {
            let r = rect.height() / 2.0;
            let arc = |center: Pos2, from: f32| {
                (0..=8_u8).map(move |i| {
                    let angle = from + f32::from(i) / 8.0 * std::f32::consts::PI;
                    center + r * Vec2::angled(angle)
                })
            };
            let half = std::f32::consts::FRAC_PI_2;
            let right = arc(pos2(rect.right() - r, rect.center().y), -half);
            right.chain(arc(pos2(rect.left() + r, rect.center().y), half)).collect()
        }
    }
}

/// Draws an arrow through its corners, with a filled head at the last one.
pub fn arrow(painter: &Painter, points: &[Pos2], stroke: Stroke, head: f32) {
    let [.., before, tip] = points else { return };
    let direction = (*tip - *before).normalized();
    let foot = *tip - head * direction;
    let mut line = points.to_vec();
    if let Some(last) = line.last_mut() {
        *last = foot;
    }
    painter.add(Shape::line(line, PathStroke::from(stroke)));
    let side = 0.52 * head * direction.rot90();
    painter.add(Shape::convex_polygon(vec![*tip, foot + side, foot - side], stroke.color, PathStroke::NONE));
}

/// Draws the mark of another actor in the row.
pub fn also(painter: &Painter, center: Pos2, radius: f32, fill: Color32, stroke: Stroke) {
    painter.circle(center, radius, fill, stroke);
}

/// Draws the marks of a row's other actors, with the dotted lines that lead to them.
pub fn others(painter: &Painter, node: &Node, origin: Pos2, zoom: f32, fill: Color32, stroke: Stroke) {
    let y = origin.y + node.symbol.center().y;
    for line in &node.links {
        let path = [pos2(origin.x + line.min, y), pos2(origin.x + line.max, y)];
        painter.extend(Shape::dotted_line(&path, stroke.color, 4.0 * zoom, 0.8 * zoom.max(0.8)));
    }
    for mark in &node.others {
        also(painter, *mark + origin.to_vec2(), MARK_RADIUS * zoom, fill, stroke);
    }
}
