//! How a file is compressed, told by its first bytes and not by its name.

/// What stands in a tar behind the fields of its first file: of POSIX and of GNU. No JSON holds its zero.
const TAR: [&[u8]; 2] = [b"ustar\0", b"ustar  \0"];

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Plain,
    /// gzip, of any number of members.
    Gzip,
    /// zstd, of any number of frames.
    Zstd,
    /// In a way that is not read here, with the command that unpacks it.
    Other(&'static str, &'static str),
}

impl Packing {
    /// The word for it: `plain`, `gzip`, `zstd`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Other(name, _) => name,
        }
    }

    /// What the first bytes say: four, and 265 of a tar.
    pub(crate) fn of(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, ..] => Self::Gzip,
            // A skippable frame may come first: pzstd writes one before each frame.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            [0xfd, b'7', b'z', b'X', ..] => Self::Other("xz", "xz -dc"),
            [b'B', b'Z', b'h', b'1'..=b'9', ..] => Self::Other("bzip2", "bzip2 -dc"),
            [0x04, 0x22, 0x4d, 0x18, ..] => Self::Other("lz4", "lz4 -dc"),
            [b'7', b'z', 0xbc, 0xaf, ..] => Self::Other("7z", "7z x -so"),
            // An empty archive begins with its end.
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Self::Other("zip", "unzip -p"),
            _ if TAR.iter().any(|it| head.get(257..).is_some_and(|head| head.starts_with(it))) => {
                Self::Other("tar", "tar -xOf")
            }
            _ => Self::Plain,
        }
    }
}
