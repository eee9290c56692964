//! Words of an office.

/// Words that an office may use in its tables, besides those that are the same everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    /// 品牌: the activity lines.
    pub lines: Vec<String>,
}

impl Default for Vocabulary {
    /// The four lines of the service plan of the Chongqing association.
    fn default() -> Self {
        Vocabulary {
            lines: ["创新课堂", "全域科普", "工匠传承", "科技惠农"].map(String::from).to_vec()
        }
    }
}
