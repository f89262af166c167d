//! What is chosen among a few, by the names and the words that users see: types of the layers below as values of clap.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::model::{Lang, Sdk};
use crate::render::text::ColorChoice;
use crate::source::unwrap::Unwrap;
use crate::wire::gateway::DropHow;

macro_rules! choices {
    ($($type:ident { $($variant:ident $name:literal $help:literal)+ })+) => {$(
        impl ValueEnum for $type {
            fn value_variants<'a>() -> &'a [Self] {
                &[$(Self::$variant,)+]
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                Some(match self { $(Self::$variant => PossibleValue::new($name).help($help),)+ })
            }
        }
    )+};
}

choices! {
    ColorChoice {
        Auto "auto" "Where standard output is a terminal"
        Always "always" "Always"
        Never "never" "Never"
    }
    Lang {
        En "en" "English"
        Zh "zh" "Chinese, as on the vendor's page"
    }
    Unwrap {
        Auto "auto" "Out of every wrapper that is known"
        None "none" "Lines are taken as they stand"
    }
    Sdk {
        Python "python" "lark-oapi"
        Node "node" "@larksuiteoapi/node-sdk"
        Go "go" "oapi-sdk-go v3"
        Java "java" "oapi-sdk for Java"
    }
    DropHow {
        Tcp "tcp" "The TCP connection goes away without a word"
        Close "close" "With a close frame"
        Stall "stall" "It stays, and nothing comes on it any more: no events, no pongs"
    }
}
