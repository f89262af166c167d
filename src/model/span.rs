//! A duration in words.

use super::label::Lang;

/// What a day, an hour, a minute, a second and a millisecond are called.
pub(crate) fn time_units(lang: Lang) -> [&'static str; 5] {
    match lang {
        Lang::En => ["d", "h", "min", "s", "ms"],
        Lang::Zh => ["天", "小时", "分", "秒", "毫秒"],
    }
}

/// A duration in ms in its two largest units: `950 ms`, `12.5 s`, `6 min 3 s`, `1 h 12 min`, `3 d 4 h`.
pub(crate) fn span(ms: i64, lang: Lang) -> String {
    let [day, hour, minute, second, millisecond] = time_units(lang);
    let sign = if ms < 0 { "-" } else { "" };
    let ms = ms.unsigned_abs();
    let seconds = ms / 1_000;
    let pair = |large: u64, large_unit: &str, small: u64, small_unit: &str| {
        let first = seconds / large;
        match seconds % large / small {
            0 => format!("{first} {large_unit}"),
            rest => format!("{first} {large_unit} {rest} {small_unit}"),
        }
    };
    let text = match ms {
        0 => format!("0 {second}"),
        1..1_000 => format!("{ms} {millisecond}"),
        1_000..60_000 => match ms % 1_000 / 100 {
            0 => format!("{seconds} {second}"),
            tenths => format!("{seconds}.{tenths} {second}"),
        },
        60_000..3_600_000 => pair(60, minute, 1, second),
        3_600_000..86_400_000 => pair(3_600, hour, 60, minute),
        _ => pair(86_400, day, 3_600, hour),
    };
    format!("{sign}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_their_two_largest_units() {
        let all = [0, 950, 12_500, 40_000, 363_000, 60_000, 4_320_000, 273_600_000, -5];
        let said = |lang| all.map(|ms| span(ms, lang)).join(", ");
        let en = "0 s, 950 ms, 12.5 s, 40 s, 6 min 3 s, 1 min, 1 h 12 min, 3 d 4 h, -5 ms";
        assert_eq!(said(Lang::En), en);
        let zh = "0 秒, 950 毫秒, 12.5 秒, 40 秒, 6 分 3 秒, 1 分, 1 小时 12 分, 3 天 4 小时, -5 毫秒";
        assert_eq!(said(Lang::Zh), zh);
    }
}
