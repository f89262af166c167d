//! Enums whose variants have names, as they are written in output and by users.

/// Makes such enums, each with a `name` for every variant.
macro_rules! named {
    ($($(#[$about:meta])* $vis:vis enum $type:ident {
        $($(#[$each:meta])* $variant:ident $name:literal)+
    })+) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $type { $($(#[$each])* $variant,)+ }

        impl $type {
            /// The name of the variant.
            $vis fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    )+};
}

pub(crate) use named;
