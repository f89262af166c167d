//! How the review of a push task ended.

use super::label::Lang;

/// The `approve_status` of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Review {
    Rejected,
    Approved,
    Canceled,
    Deleted,
}

impl Review {
    /// Every review, in the order in which the event's schema lists their texts: the place in it stands for the text where
    /// numbers are kept.
    pub const ALL: [Self; 4] = [Self::Rejected, Self::Approved, Self::Canceled, Self::Deleted];

    pub fn text(self) -> &'static str {
        match self {
            Self::Rejected => "REJECTED",
            Self::Approved => "APPROVED",
            Self::Canceled => "CANCELED",
            Self::Deleted => "DELETED",
        }
    }

    pub(crate) fn number_of(text: &str) -> Option<i64> {
        (0..).zip(Self::ALL).find(|(_, it)| it.text() == text).map(|(number, _)| number)
    }

    pub(crate) fn from_number(number: i64) -> Option<Self> {
        usize::try_from(number).ok().and_then(|at| Self::ALL.get(at)).copied()
    }

    pub fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Rejected, Lang::En) => "rejected",
            (Self::Approved, Lang::En) => "approved",
            (Self::Canceled, Lang::En) => "canceled",
            (Self::Deleted, Lang::En) => "deleted",
            (Self::Rejected, Lang::Zh) => "审核不通过",
            (Self::Approved, Lang::Zh) => "审核通过",
            (Self::Canceled, Lang::Zh) => "取消审核",
            (Self::Deleted, Lang::Zh) => "删除审核",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stands_for_each_text() {
        for review in Review::ALL {
            assert_eq!(Review::number_of(review.text()).and_then(Review::from_number), Some(review));
        }
        assert_eq!((Review::number_of("approved"), Review::from_number(4)), (None, None));
    }
}
