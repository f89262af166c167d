//! The vendor's SDKs, and which of them a run is about.

use std::process::Command;

use crate::toolchain;

/// An SDK, as an app uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sdk {
    Python,
    /// The release that its makers withdrew: it looks for a signature where the platform sends none.
    PythonWithdrawn,
    Node,
    Go,
    /// Its handler reads the JSON itself: `onCustomizedEvent`.
    Java,
    /// Its handler takes the SDK's own model, in which times are 32-bit.
    JavaTyped,
}

/// One of each language.
const LANGUAGES: [Sdk; 4] = [Sdk::Python, Sdk::Node, Sdk::Go, Sdk::Java];

impl Sdk {
    /// Its name in `INTEROP_SDKS`, and in the product's own `--sdk`.
    pub(crate) fn language(self) -> &'static str {
        match self {
            Self::Python | Self::PythonWithdrawn => "python",
            Self::Node => "node",
            Self::Go => "go",
            Self::Java | Self::JavaTyped => "java",
        }
    }

    /// Whether `INTEROP_SDKS` leaves it in: names with commas between; all, if it is not set.
    pub(crate) fn is_selected(self) -> bool {
        is_selected(self.language())
    }

    /// What starts a program, `receiver` or `ws_client`, in this language and with this SDK; in Python and Node there is a
    /// `sender`, too.
    pub(crate) fn command(self, program: &str) -> Command {
        match self {
            Self::Python => toolchain::python(program),
            Self::PythonWithdrawn => toolchain::python_withdrawn(program),
            Self::Node => toolchain::node(program),
            Self::Go => toolchain::go(program),
            Self::Java => toolchain::java(program),
            Self::JavaTyped => {
                let mut command = toolchain::java(program);
                command.env("INTEROP_TYPED", "1");
                command
            }
        }
    }
}

/// The name of the live page's tests in `INTEROP_SDKS`.
const PAGE: &str = "page";

/// Whether `INTEROP_SDKS` leaves the live page in.
pub(crate) fn is_page_selected() -> bool {
    is_selected(PAGE)
}

fn is_selected(name: &str) -> bool {
    let Ok(selected) = std::env::var("INTEROP_SDKS") else { return true };
    let known: Vec<&str> = LANGUAGES.iter().map(|it| it.language()).chain([PAGE]).collect();
    if let Some(unknown) = selected.split(',').find(|it| !known.contains(it)) {
        panic!("INTEROP_SDKS: there is no `{unknown}`, only {}", known.join(", "));
    }
    selected.split(',').any(|it| it == name)
}

/// Those of `sdks` that `INTEROP_SDKS` leaves in.
pub(crate) fn selected(sdks: &[Sdk]) -> impl Iterator<Item = Sdk> {
    sdks.iter().copied().filter(|it| it.is_selected())
}

/// A module of tests, one for each of these SDKs, that call a function of the file with it. A test of one that
/// `INTEROP_SDKS` leaves out does nothing.
macro_rules! for_each {
    ($function:ident: $($name:ident $sdk:ident),+ $(,)?) => {
        mod $function {
            $(#[test]
            fn $name() {
                $crate::sdk::selected(&[$crate::sdk::Sdk::$sdk]).for_each(super::$function);
            })+
        }
    };
}
pub(crate) use for_each;
