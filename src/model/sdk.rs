//! The official SDKs.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sdk {
    /// `lark-oapi` for Python.
    Python,
    /// `@larksuiteoapi/node-sdk`.
    Node,
    /// `oapi-sdk-go`, version 3.
    Go,
    /// `oapi-sdk` for Java.
    Java,
}

impl Sdk {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Node => "node",
            Self::Go => "go",
            Self::Java => "java",
        }
    }

    /// As its users write it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Python => "Python",
            Self::Node => "Node",
            Self::Go => "Go",
            Self::Java => "Java",
        }
    }
}
