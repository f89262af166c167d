//! Pictures: SVG whose width is that of the page. Places from left to right are percent, those from top to bottom pixels,
//! so that text keeps its size on a narrow screen.

use super::escape::escaped;

/// A picture that is drawn shape by shape.
pub(crate) struct Svg {
    height: u32,
    about: String,
    shapes: String,
}

/// A rectangle: `x` and `width` in percent, `y` and `height` in pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rect {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// To which side of its place a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    End,
}

/// The share of `part` in `all`, in percent; 0 where there is nothing.
#[expect(clippy::cast_precision_loss, reason = "a place in a picture")]
pub(crate) fn percent(part: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { part as f64 / all as f64 * 100.0 }
}

impl Svg {
    /// An empty picture, `height` pixels high; `about` is read to who cannot see it.
    pub(crate) fn new(height: u32, about: &str) -> Self {
        Self { height, about: escaped(about), shapes: String::new() }
    }

    /// A rectangle, with a text that is shown when it is pointed at.
    pub(crate) fn rect(&mut self, class: &str, at: Rect, title: &str) {
        let Rect { x, y, width, height } = at;
        self.shapes.extend([format!(
            "<rect class=\"{class}\" x=\"{x:.2}%\" y=\"{y:.0}\" width=\"{width:.2}%\" height=\"{height:.1}\">{}</rect>",
            titled(title)
        )]);
    }

    /// A rectangle with a label, of which so much is seen as fits.
    pub(crate) fn labelled(&mut self, class: &str, at: Rect, label: &str, title: &str) {
        let Rect { x, y, width, height } = at;
        let text = if width < 3.0 {
            String::new()
        } else {
            format!("<text class=\"in\" x=\"5\" y=\"{:.0}\">{}</text>", height / 2.0 + 4.0, escaped(label))
        };
        self.shapes.extend([format!(
            "<svg x=\"{x:.2}%\" y=\"{y:.0}\" width=\"{width:.2}%\" height=\"{height:.0}\">{}\
             <rect class=\"{class}\" width=\"100%\" height=\"100%\"/>{text}</svg>",
            titled(title)
        )]);
    }

    /// A circle of `radius` pixels.
    pub(crate) fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64, title: &str) {
        self.shapes.extend([format!(
            "<circle class=\"{class}\" cx=\"{x:.2}%\" cy=\"{y:.1}\" r=\"{radius}\">{}</circle>",
            titled(title)
        )]);
    }

    /// A cross.
    pub(crate) fn cross(&mut self, (x, y): (f64, f64), title: &str) {
        self.shapes.extend([format!(
            "<svg class=\"cross\" x=\"{x:.2}%\" y=\"{y:.1}\">{}<path d=\"M-4-4L4 4M-4 4L4-4\"/></svg>",
            titled(title)
        )]);
    }

    /// A line between two places.
    pub(crate) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64), title: &str) {
        self.shapes.extend([format!(
            "<line class=\"{class}\" x1=\"{x1:.2}%\" y1=\"{y1:.1}\" x2=\"{x2:.2}%\" y2=\"{y2:.1}\">{}</line>",
            titled(title)
        )]);
    }

    /// A text whose baseline is at `y`.
    pub(crate) fn text(&mut self, class: &str, (x, y): (f64, f64), anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::End => " text-anchor=\"end\"",
        };
        self.shapes.extend([format!(
            "<text class=\"{class}\" x=\"{x:.2}%\" y=\"{y:.1}\"{anchor}>{}</text>",
            escaped(text)
        )]);
    }

    /// The whole picture.
    pub(crate) fn finish(self) -> String {
        let Self { height, about, shapes } = self;
        format!(
            "<svg role=\"img\" aria-label=\"{about}\" width=\"100%\" height=\"{height}\">{shapes}</svg>\n"
        )
    }
}

fn titled(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!("<title>{}</title>", escaped(title)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_titles_are_escaped_and_a_narrow_label_is_left_out() {
        let mut svg = Svg::new(40, "a \"b\"");
        let at = Rect { x: 0.0, y: 0.0, width: 50.0, height: 20.0 };
        svg.labelled("c1", at, "<b>", "a<b");
        svg.labelled("c1", Rect { width: 1.0, ..at }, "narrow", "");
        let text = svg.finish();
        assert!(text.contains("aria-label=\"a &quot;b&quot;\" width=\"100%\" height=\"40\""), "{text}");
        assert!(text.contains("<title>a&lt;b</title>") && text.contains(">&lt;b&gt;</text>"), "{text}");
        assert!(!text.contains("narrow"), "{text}");
    }

    #[test]
    fn a_share_of_nothing_is_nothing() {
        assert!(percent(1, 0).abs() < f64::EPSILON && (percent(1, 4) - 25.0).abs() < f64::EPSILON);
    }
}
