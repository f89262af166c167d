//! Pictures: SVG as wide as the page, or of a fixed width. In the first, places from left to right are percent, so that
//! text keeps its size on a narrow screen; all others are pixels.

use unicode_width::UnicodeWidthStr as _;

use crate::render::text::escape::escaped;

/// How many pixels 1 % of a picture has on a wide screen and on a narrow one, at the least.
const PERCENT_WIDE: f64 = 9.0;
const PERCENT_NARROW: f64 = 2.7;

pub(crate) struct Svg {
    /// Its size, as attributes.
    size: String,
    /// The unit of places from left to right.
    unit: &'static str,
    about: String,
    shapes: String,
}

/// A rectangle: `x` and `width` in the picture's unit, `y` and `height` in pixels.
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
    Middle,
    End,
}

/// The share of `part` in `all`, in percent; 0 where there is nothing.
#[expect(clippy::cast_precision_loss, reason = "a place in a picture")]
pub(crate) fn percent(part: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { part as f64 / all as f64 * 100.0 }
}

impl Svg {
    /// An empty picture as wide as the page, `height` pixels high; `about` is read to who cannot see it.
    pub(crate) fn new(height: u32, about: &str) -> Self {
        let size = format!("width=\"100%\" height=\"{height}\"");
        Self { size, unit: "%", about: escaped(about), shapes: String::new() }
    }

    /// The same of a fixed width, in pixels.
    pub(crate) fn fixed(width: u32, height: u32, about: &str) -> Self {
        let size = format!("width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\"");
        Self { size, unit: "", ..Self::new(height, about) }
    }

    /// A rectangle, with a text that is shown when it is pointed at.
    pub(crate) fn rect(&mut self, class: &str, at: Rect, title: &str) {
        let (Rect { x, y, width, height }, unit) = (at, self.unit);
        self.shapes.extend([format!(
            "<rect class=\"{class}\" x=\"{x:.2}{unit}\" y=\"{y:.0}\" width=\"{width:.2}{unit}\" height=\"{height:.1}\">{}</rect>",
            titled(title)
        )]);
    }

    /// A rectangle with a label, which is left out where it does not fit.
    pub(crate) fn labelled(&mut self, class: &str, at: Rect, label: &str) {
        let (Rect { x, y, width, height }, unit) = (at, self.unit);
        let needed = u32::try_from(label.width() * 7 + 10).map_or(f64::MAX, f64::from);
        let text = match width {
            width if width * PERCENT_WIDE < needed => String::new(),
            width => {
                let class = if width * PERCENT_NARROW < needed { " class=\"more\"" } else { "" };
                format!("<text{class} x=\"5\" y=\"{:.0}\">{}</text>", height / 2.0 + 4.0, escaped(label))
            }
        };
        self.shapes.extend([format!(
            "<svg x=\"{x:.2}{unit}\" y=\"{y:.0}\" width=\"{width:.2}{unit}\" height=\"{height:.0}\">{}\
             <rect class=\"{class}\" width=\"100%\" height=\"100%\"/>{text}</svg>",
            titled(label)
        )]);
    }

    pub(crate) fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64, title: &str) {
        let unit = self.unit;
        self.shapes.extend([format!(
            "<circle class=\"{class}\" cx=\"{x:.2}{unit}\" cy=\"{y:.1}\" r=\"{radius}\">{}</circle>",
            titled(title)
        )]);
    }

    pub(crate) fn cross(&mut self, (x, y): (f64, f64), title: &str) {
        let unit = self.unit;
        self.shapes.extend([format!(
            "<svg class=\"cross\" x=\"{x:.2}{unit}\" y=\"{y:.1}\">{}<path d=\"M-4-4L4 4M-4 4L4-4\"/></svg>",
            titled(title)
        )]);
    }

    pub(crate) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64), title: &str) {
        let unit = self.unit;
        self.shapes.extend([format!(
            "<line class=\"{class}\" x1=\"{x1:.2}{unit}\" y1=\"{y1:.1}\" x2=\"{x2:.2}{unit}\" y2=\"{y2:.1}\">{}</line>",
            titled(title)
        )]);
    }

    /// A text whose baseline is at `y`.
    pub(crate) fn text(&mut self, class: &str, (x, y): (f64, f64), anchor: Anchor, text: &str) {
        let unit = self.unit;
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let text = escaped(text);
        let shape = format!("<text class=\"{class}\" x=\"{x:.2}{unit}\" y=\"{y:.1}\"{anchor}>{text}</text>");
        self.shapes.push_str(&shape);
    }

    pub(crate) fn finish(self) -> String {
        let Self { size, about, shapes, .. } = self;
        format!("<svg role=\"img\" aria-label=\"{about}\" {size}>{shapes}</svg>\n")
    }
}

/// What shapes stand for: each as the inside of a picture of 16 by 14 pixels, and its text.
pub(crate) fn key(samples: &[(String, &str)]) -> String {
    let sample = |(shape, text): &(String, &str)| {
        let svg = format!("<svg width=\"16\" height=\"14\" aria-hidden=\"true\">{shape}</svg>");
        format!("<span>{svg}{}</span>", escaped(text))
    };
    format!("<p class=\"key\">{}</p>\n", samples.iter().map(sample).collect::<Vec<_>>().concat())
}

fn titled(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!("<title>{}</title>", escaped(title)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_titles_are_escaped_and_a_label_that_does_not_fit_is_left_out() {
        let mut svg = Svg::new(40, "a \"b\"");
        let at = Rect { x: 0.0, y: 0.0, width: 50.0, height: 20.0 };
        svg.labelled("c1", at, "a<b");
        svg.labelled("c1", Rect { width: 10.0, ..at }, "never on a narrow screen");
        svg.labelled("c1", Rect { width: 30.0, ..at }, "only on a wide screen");
        let text = svg.finish();
        assert!(text.contains("aria-label=\"a &quot;b&quot;\" width=\"100%\" height=\"40\""), "{text}");
        assert!(text.contains("<title>a&lt;b</title>") && text.contains(">a&lt;b</text>"), "{text}");
        assert!(
            text.contains("<text class=\"more\" x=\"5\" y=\"14\">only on a wide screen</text>"),
            "{text}"
        );
        assert!(!text.contains("narrow screen</text>"), "{text}");
    }

    #[test]
    fn a_share_of_nothing_is_nothing() {
        assert!(percent(1, 0).abs() < f64::EPSILON && (percent(1, 4) - 25.0).abs() < f64::EPSILON);
    }
}
