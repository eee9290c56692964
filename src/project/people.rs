//! Files of people and organisations.

use crate::config;
use crate::diagnostic::{Diagnostic, Text, rules};
use crate::model::{PeopleFile, SourcePath};
use crate::parse::markdown::refuse_controls;
use crate::source::table;

/// The people or organisations in a text.
///
/// # Errors
///
/// What is wrong with it: nothing of such a file is used then.
pub fn people(file: &SourcePath, text: &str) -> Result<PeopleFile, Vec<Diagnostic>> {
    let controls = refuse_controls(file, text);
    if !controls.is_empty() {
        return Err(controls);
    }
    let name = file.rsplit('/').next().unwrap_or(file);
    let parsed = if name.starts_with("people") || name.starts_with("人员") {
        serde_yaml::from_str(text).map(PeopleFile::People)
    } else {
        serde_yaml::from_str(text).map(PeopleFile::Organisations)
    };
    parsed.map_err(|error| {
        let (message, help) = people_problem(&error);
        let place = config::error_place(text, &error);
        vec![Diagnostic::new(&rules::DATA_SYNTAX, file, place, message).help(help)]
    })
}

/// What is wrong with a file of people, in words that quote no value: the one at fault may be private.
fn people_problem(error: &serde_yaml::Error) -> (Text, Text) {
    use serde_yaml::Error;
    match error.without_snippet() {
        Error::SerdeUnknownField { field, expected, .. } => {
            let (field, known) = (table::named(field), expected.join("`, `"));
            (
                Text::new(format!("没有 `{field}` 这一项"), format!("unknown key `{field}`")),
                Text::new(format!("可用的有 `{known}`"), format!("known keys are `{known}`")),
            )
        }
        Error::SerdeMissingField { field, .. } => (
            Text::new(format!("缺 `{field}` 这一项"), format!("key `{field}` is missing")),
            Text::new(format!("给每一条都写上 `{field}`"), format!("give every entry its `{field}`")),
        ),
        Error::DuplicateMappingKey { .. } => (
            Text::new("一条里有两项同名", "an entry has a key twice"),
            Text::new("删去一项", "delete one of them"),
        ),
        _ => (
            Text::new("数据读不懂", "cannot read the data"),
            Text::new(
                "每条以 `- ` 开头，下面各行写 `编号: …`、`姓名: …`（机构写 `名称: …`），冒号用半角，后面空一格",
                "begin each entry with `- ` and write `id: …` and `name: …` in lines of their own",
            ),
        ),
    }
}
