//! Chance that repeats: splitmix64, and awkward values of each primitive.

/// The state of a generator; every number is a seed.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub fn between(&mut self, first: i64, last: i64) -> i64 {
        // Half of them close to zero, where people's values are.
        let (first, last) = if self.below(2) == 0 { (first, last) } else { (first / 4_000, last / 4_000) };
        first + self.below((last - first) as u64 + 1) as i64
    }

    /// An integer of up to this many bits: often small, or at an edge of a variable-length encoding.
    pub fn unsigned(&mut self, width: u32) -> u64 {
        let all = u64::MAX >> (64 - width);
        match self.below(6) {
            0 => 0,
            1 => all,
            2 => self.below(300),
            3 => (1 << self.below(u64::from(width))) & all,
            4 => ((1u64 << self.below(u64::from(width))) - 1) & all,
            _ => self.next() & all,
        }
    }

    pub fn float(&mut self) -> f64 {
        match self.below(8) {
            0 => f64::NAN,
            1 => -0.0,
            2 => f64::INFINITY,
            3 => f64::MIN_POSITIVE / 8.0,
            4 => f64::from_bits(self.next()),
            _ => self.between(-1_000_000, 1_000_000) as f64 / 64.0,
        }
    }

    /// Any but a signalling NaN, which no JavaScript number can hold.
    pub fn single(&mut self) -> f32 {
        let value = f32::from_bits(self.unsigned(32) as u32);
        if value.is_nan() {
            f32::NAN
        } else {
            value
        }
    }

    /// Fractions of 0, 3, 6 and 9 digits.
    pub fn nanoseconds(&mut self) -> u32 {
        let step = [1_000_000_000, 1_000_000, 1_000, 1][self.below(4) as usize];
        (self.below(1_000_000_000) / step * step) as u32
    }

    pub fn length(&mut self) -> u64 {
        match self.below(24) {
            0 => 120 + self.below(30),
            1..=4 => 0,
            5..=8 => 1,
            _ => self.below(12),
        }
    }

    pub fn character(&mut self) -> char {
        match self.below(16) {
            0 => ['\0', '\x01', '\x7f', '"', '\u{80}', '\u{7ff}', '\u{800}', '\u{ffff}'][self.below(8) as usize],
            1 => ['é', 'ß', '中', 'и', '\u{10000}', '🦀', '👨', '\u{10ffff}'][self.below(8) as usize],
            _ => (b'a' + self.below(26) as u8) as char,
        }
    }

    pub fn text(&mut self) -> String {
        (0..self.length()).map(|_| self.character()).collect()
    }

    pub fn json(&mut self) -> serde_json::Value {
        match self.below(6) {
            0 => serde_json::Value::Null,
            1 => self.text().into(),
            2 => self.next().into(),
            3 => (-1 - self.below(9) as i64).into(),
            4 => vec![self.json()].into(),
            _ => serde_json::Map::from_iter([(self.text(), self.json())]).into(),
        }
    }
}
