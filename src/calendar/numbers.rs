//! Numbers and file sizes as each language writes them.

use super::Language;

impl Language {
    /// `1.234`.
    pub fn count(self, n: u64) -> String {
        self.grouped(&n.to_string())
    }

    /// `1.234,5`, rounded to so many decimals.
    pub fn number(self, value: f64, decimals: usize) -> String {
        let text = format!("{value:.decimals$}");
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
        if !value.is_finite() {
            return text;
        }
        match digits.split_once('.') {
            Some((whole, fraction)) => {
                format!("{sign}{}{}{fraction}", self.grouped(whole), self.pick(',', '.'))
            }
            None => format!("{sign}{}", self.grouped(digits)),
        }
    }

    /// The size of a file, `1,2 MB`, in steps of 1024 as the file manager of the office counts.
    pub fn size(self, bytes: u64) -> String {
        const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
        if bytes < 1024 {
            return format!("{bytes} B");
        }
        let mut value = bytes as f64 / 1024.0;
        let mut unit = 0;
        // What would be rounded to 1024 is written as 1 of the next unit.
        while value >= 1023.95 && unit + 1 < UNITS.len() {
            value /= 1024.0;
            unit += 1;
        }
        // Below a megabyte the decimals say nothing.
        let decimals = usize::from(unit > 0);
        format!("{} {}", self.number(value, decimals), UNITS[unit])
    }

    /// Digits in groups of three.
    fn grouped(self, digits: &str) -> String {
        let mut text = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(self.pick('.', ','));
            }
            text.push(digit);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{English, Indonesian};

    #[test]
    fn counts_are_grouped() {
        let table = [(0, "0"), (999, "999"), (1000, "1.000"), (12_345, "12.345"), (1_234_567, "1.234.567")];
        for (n, expected) in table {
            assert_eq!(Indonesian.count(n), expected);
        }
        assert_eq!(English.count(1_234_567), "1,234,567");
        assert_eq!(Indonesian.count(u64::MAX), "18.446.744.073.709.551.615");
    }

    #[test]
    fn numbers_have_the_languages_marks() {
        assert_eq!(Indonesian.number(1234.5, 1), "1.234,5");
        assert_eq!(English.number(1234.5, 1), "1,234.5");
        assert_eq!(Indonesian.number(-999.99, 1), "-1.000,0");
        assert_eq!(Indonesian.number(12.0, 0), "12");
        assert_eq!(Indonesian.number(f64::NAN, 1), "NaN");
        assert_eq!(Indonesian.number(f64::NEG_INFINITY, 1), "-inf");
    }

    #[test]
    fn sizes() {
        let table = [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1 KB"),
            (300_000, "293 KB"),
            (1024 * 1024 - 1, "1,0 MB"),
            (1_258_291, "1,2 MB"),
            (510 * 1024 * 1024, "510,0 MB"),
            (u64::MAX, "16.777.216,0 TB"),
        ];
        for (bytes, expected) in table {
            assert_eq!(Indonesian.size(bytes), expected);
        }
        assert_eq!(English.size(1_258_291), "1.2 MB");
    }
}
