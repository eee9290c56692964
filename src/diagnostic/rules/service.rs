//! Rules of the figures that reports are made of.

use super::super::Severity::{Error, Warning};
use super::super::rule::Example::Files;
use super::super::rule::{Rule, Words};

/// A site with these pilots, and a table of districts.
const DISTRICTS: (&str, &str) = ("content/data/区县.csv", "行政区划代码,区县\n500109,北碚\n");

pub static SERVICE_PILOT: Rule = Rule {
    id: "service-pilot",
    severity: Warning,
    title: Words::new("试点不在区县表里", "a pilot that the table of districts does not have"),
    explanation: Words::new(
        "名称对不上，这个试点的活动和人数就一个也算不进去。照区县表写名称，或在表里加上它。",
        "Under another name none of its activities and volunteers count. Write it as the table does, or add it there.",
    ),
    raises: Files(&[
        ("site.yaml", "title: 示例\nrequired: [title]\nservice:\n  pilots: [北培]\n"),
        DISTRICTS,
    ]),
    passes: Files(&[
        (
            "site.yaml",
            "title: 示例\nbase_url: https://example.org/\nrequired: [title]\nservice:\n  pilots: [北碚]\n",
        ),
        DISTRICTS,
    ]),
};

pub static VOLUNTEERS_DOUBTFUL: Rule = Rule {
    id: "volunteers-doubtful",
    severity: Warning,
    title: Words::new("志愿者人数不太可能", "a doubtful number of volunteers"),
    explanation: Words::new(
        "一个单位 0 人，或者其中一类比全部还多，多半是填错了。还没有统计就不要这一行：没有数据和 0 人不是一回事。",
        "Nobody at all, or more of one kind than of all, is most likely a mistake. Leave the row out where nothing was counted: no data is not nobody.",
    ),
    raises: Files(&[(
        "content/data/志愿者统计.csv",
        "统计日期,单位类型,单位编号,注册人数\n2026-10-31,区县,北碚,0\n",
    )]),
    passes: Files(&[(
        "content/data/志愿者统计.csv",
        "统计日期,单位类型,单位编号,注册人数\n2026-10-31,区县,北碚,510\n",
    )]),
};

pub static VOLUNTEERS_IN_FUTURE: Rule = Rule {
    id: "volunteers-in-future",
    severity: Warning,
    title: Words::new("志愿者统计的日期在将来", "volunteers counted on a day that is still to come"),
    explanation: Words::new(
        "多半是年份写错了。将来的统计不算进报表，直到那一天。",
        "Most likely the year is wrong. Reports leave it out until that day.",
    ),
    raises: Files(&[(
        "content/data/志愿者统计.csv",
        "统计日期,单位类型,单位编号,注册人数\n2062-10-31,区县,北碚,510\n",
    )]),
    passes: Files(&[(
        "content/data/志愿者统计.csv",
        "统计日期,单位类型,单位编号,注册人数\n2026-10-31,区县,北碚,510\n",
    )]),
};

pub static VOLUNTEERS_TWICE: Rule = Rule {
    id: "volunteers-twice",
    severity: Error,
    title: Words::new("一个单位同一天统计了两次", "one unit counted twice on one day"),
    explanation: Words::new("不知道该信哪一个数。留下对的一行。", "Nobody knows which is right. Leave one."),
    raises: Files(&[(
        "content/data/志愿者统计.csv",
        "统计日期,单位类型,单位编号,注册人数\n2026-10-31,区县,北碚,510\n2026年10月31日,区县,北碚,520\n",
    )]),
    passes: Files(&[(
        "content/data/志愿者统计.csv",
        "统计日期,单位类型,单位编号,注册人数\n2026-09-30,区县,北碚,510\n2026年10月31日,区县,北碚,520\n",
    )]),
};
