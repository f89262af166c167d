//! `--sdk`: an official SDK by its name.

use clap::ValueEnum;

use crate::model::Sdk;

/// An official SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SdkChoice {
    /// lark-oapi
    Python,
    /// @larksuiteoapi/node-sdk
    Node,
    /// oapi-sdk-go v3
    Go,
    /// oapi-sdk for Java
    Java,
}

impl SdkChoice {
    pub(crate) fn sdk(self) -> Sdk {
        match self {
            Self::Python => Sdk::Python,
            Self::Node => Sdk::Node,
            Self::Go => Sdk::Go,
            Self::Java => Sdk::Java,
        }
    }
}
