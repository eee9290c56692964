//! Rules of tables and of the activities in them.

use super::super::Severity::{Error, Warning};
use super::super::rule::Example::{Activity, Files, Told};
use super::super::rule::{Rule, Words};

pub static CALENDAR_STATE_LINE: Rule = Rule {
    id: "calendar-state-line",
    severity: Warning,
    title: Words::new("公布记录里有一行读不懂", "a line of what was published that cannot be read"),
    explanation: Words::new(
        "`state/calendar.jsonl` 一行记一次公布的活动时间，由 `kepu build --record` 写，合并两个分支时两边的行都留下。合并标记和写坏的行删掉就好：下次公布会补记。",
        "`state/calendar.jsonl` holds a line for each published state of an activity; `kepu build --record` writes it, and of two branches all lines stay. Remove marks of a merge and broken lines: the next publication writes what is missing.",
    ),
    raises: Files(&[("state/calendar.jsonl", "<<<<<<< HEAD\n")]),
    passes: Files(&[("state/calendar.jsonl", "\n")]),
};

pub static ACTIVITY_CHANGE_CLASH: Rule = Rule {
    id: "activity-change-clash",
    severity: Warning,
    title: Words::new("一场改到了已经有一场的那一天", "a date is moved onto a day that is taken"),
    explanation: Words::new(
        "两场会落在同一天。看日期是否写错；不另补的写 `取消`。",
        "Both would be on one day. Is the date right? One that is not made up for is `取消`.",
    ),
    raises: Activity(&[("日期", "2026年12月2日改12月9日、2026年12月9日")]),
    passes: Activity(&[("日期", "2026年12月2日改12月10日、2026年12月9日")]),
};

pub static ACTIVITY_CHANGE_TWICE: Rule = Rule {
    id: "activity-change-twice",
    severity: Error,
    title: Words::new("同一天写了两种变动", "two things are said to have become of one date"),
    explanation: Words::new("不知道该信哪一种。只留一种。", "Nobody knows which is right. Leave one."),
    raises: Activity(&[("日期", "2026年12月2日取消、2026年12月2日改12月9日")]),
    passes: Activity(&[("日期", "2026年12月2日改12月9日")]),
};

pub static ACTIVITY_CHANGE_UNUSED: Rule = Rule {
    id: "activity-change-unused",
    severity: Warning,
    title: Words::new("取消或改期的那一天本来就没有活动", "a day without the activity is cancelled or moved"),
    explanation: Words::new(
        "日期写错了的话，该取消的那一场还照常登着。看日期是否写错。",
        "If the date is wrong, the one that should be cancelled still stands there. Is it right?",
    ),
    raises: Activity(&[("日期", "2026-12-02"), ("除外日期", "2026年12月3日取消")]),
    passes: Activity(&[("日期", "2026-12-02")]),
};

pub static ACTIVITY_END_BEFORE_START: Rule = Rule {
    id: "activity-end-before-start",
    severity: Error,
    title: Words::new("结束时间不晚于开始时间", "an end that is not after the start"),
    explanation: Words::new("看是不是少写了“下午”。", "Was it meant to be in the afternoon?"),
    raises: Activity(&[("开始时间", "14:00"), ("结束时间", "3:00")]),
    passes: Activity(&[("开始时间", "14:00"), ("结束时间", "下午3:00")]),
};

pub static ACTIVITY_EXCEPT_UNUSED: Rule = Rule {
    id: "activity-except-unused",
    severity: Warning,
    title: Words::new("除外的那一天本来就没有活动", "an excepted day on which nothing takes place"),
    explanation: Words::new(
        "日期写错了的话，该停的那一场还照常登着。看日期是否写错。",
        "If the date is wrong, the one that should not take place still stands there. Is it right?",
    ),
    raises: Activity(&[("日期", "2026-12-02"), ("重复", "每周三 共4次"), ("除外日期", "2026-12-10")]),
    passes: Activity(&[("日期", "2026-12-02"), ("重复", "每周三 共4次"), ("除外日期", "2026-12-09")]),
};

pub static ACTIVITY_NO_DATE: Rule = Rule {
    id: "activity-no-date",
    severity: Error,
    title: Words::new("这个活动一场也没有", "an activity without a single date"),
    explanation: Words::new(
        "重复的截止日在第一次之前，或每一天都被除外了。活动不办了，就把 `状态` 写成 `取消`，读者才知道。",
        "The recurrence ends before it begins, or every date is excepted. To cancel it, set `状态` to `取消`, so that readers know.",
    ),
    raises: Activity(&[("日期", "2026-12-02"), ("除外日期", "2026-12-02")]),
    passes: Activity(&[("日期", "2026-12-02"), ("状态", "取消")]),
};

pub static HOLIDAYS_UNKNOWN: Rule = Rule {
    id: "holidays-unknown",
    severity: Warning,
    title: Words::new("那一年的节假日还没有数据", "the holidays of a year are not known"),
    explanation: Words::new(
        "没有数据不等于没有假：写了 `跳过` 或 `顺延` 的活动，那一年的日期都先照常登。每年的放假安排公布后，把它加到 content/data。",
        "No data does not mean no holiday: dates of that year are kept although `跳过` or `顺延` is asked for. \
         Add the arrangement to content/data once it is published.",
    ),
    raises: Activity(&[("日期", "2026-12-02"), ("节假日", "跳过")]),
    passes: Activity(&[("日期", "2026-12-02"), ("节假日", "照常")]),
};

pub static ACTIVITY_RECURRENCE: Rule = Rule {
    id: "activity-recurrence",
    severity: Error,
    title: Words::new("重复规则看不懂", "a recurrence that is not understood"),
    explanation: Words::new(
        "例如 `每周三`、`每周二、四`、`每两周周六`、`每月第二个周六`、`每月15日`、`每季度`、`每年惊蛰`、`每年重阳`、`农历每月初一、十五`，后面可写 `至2026-12-31` 或 `共10次`。",
        "For example `每周三`, `每月第二个周六`, `每季度`, `每年重阳` or `FREQ=WEEKLY;BYDAY=WE`, with `至2026-12-31` or `共10次`.",
    ),
    raises: Activity(&[("日期", "2026-12-02"), ("重复", "有空就办")]),
    passes: Activity(&[("日期", "2026-12-02"), ("重复", "每周三 共4次")]),
};

pub static ACTIVITY_RECURRENCE_LONG: Rule = Rule {
    id: "activity-recurrence-long",
    severity: Warning,
    title: Words::new("重复的次数太多，后面的没有列", "more occurrences than are listed"),
    explanation: Words::new(
        "没有截止日的活动会一直登下去，停办了也没人知道。写一个近一些的截止日。",
        "Without an end it stands there for ever, even when it has stopped. Give it an earlier end.",
    ),
    raises: Activity(&[("日期", "2026-12-02"), ("重复", "每天 至2036-12-31")]),
    passes: Activity(&[("日期", "2026-12-02"), ("重复", "每天 至2026-12-31")]),
};

pub static ACTIVITY_START_OFF_RULE: Rule = Rule {
    id: "activity-start-off-rule",
    severity: Warning,
    title: Words::new("第一个日期不在重复的日子里", "a first date that is no day of the recurrence"),
    explanation: Words::new(
        "日期和 `重复` 有一个写错了：那一天有没有活动，说不准。",
        "The date or the recurrence is wrong; nobody can tell whether it takes place that day.",
    ),
    raises: Activity(&[("日期", "2026-12-03"), ("重复", "每周三 共4次")]),
    passes: Activity(&[("日期", "2026-12-02"), ("重复", "每周三 共4次")]),
};

pub static CALENDAR_TOO_LARGE: Rule = Rule {
    id: "calendar-too-large",
    severity: Error,
    title: Words::new("活动、场次、区县或品牌太多", "too many activities, dates, districts or lines"),
    explanation: Words::new(
        "往年的活动移出 content/data；给 `重复` 写近一些的截止日。",
        "Move activities of former years out of content/data; give `重复` an earlier end.",
    ),
    raises: Told(Words::new(
        "一张表里有几百个每天一场、为期几年的活动。",
        "Hundreds of daily activities over years.",
    )),
    passes: Activity(&[("日期", "2026-12-02")]),
};

pub static COURSE_PEOPLE_RANGE: Rule = Rule {
    id: "course-people-range",
    severity: Error,
    title: Words::new("课程人数的下限比上限多", "a course for more people at least than at most"),
    explanation: Words::new(
        "这样写，多少人都约不上。先写少的，再写多的。",
        "No number of people could order it. The smaller number comes first.",
    ),
    raises: Files(&[(
        "content/data/课程菜单.csv",
        "课程编号,课程名称,品牌,时长分钟,承担支队,人数上下限\nK1,示例课,全域科普,60,示例支队,60-20\n",
    )]),
    passes: Files(&[(
        "content/data/课程菜单.csv",
        "课程编号,课程名称,品牌,时长分钟,承担支队,人数上下限\nK1,示例课,全域科普,60,示例支队,20-60\n",
    )]),
};

/// A course that is paused and is held in one district, and places in two.
const DESK: [(&str, &str); 2] = [
    (
        "content/data/课程菜单.csv",
        "课程编号,课程名称,品牌,时长分钟,承担支队,服务区县,状态\nK1,示例课甲,全域科普,60,Z1,示例东区,可约\nK2,示例课乙,全域科普,60,Z1,,暂停\n",
    ),
    (
        "content/data/阵地.csv",
        "阵地编号,阵地名称,层级,区县\nV1,示例东站,站,示例东区\nV2,示例西站,站,示例西区\n",
    ),
];

pub static REQUEST_ACTIVITY: Rule = Rule {
    id: "request-activity",
    severity: Warning,
    title: Words::new("邀课单和活动互相对不上", "a request and an activity that do not name each other"),
    explanation: Words::new(
        "邀课单写了这场活动，活动的 `邀课单号` 写的却是另一单。有一处写错了。",
        "The request names the activity, and the activity names another request. One of them is wrong.",
    ),
    raises: Files(&[
        (
            "content/data/邀课.csv",
            "邀课单号,提交日期,需求阵地,需求主题,期望开始,期望结束,状态,活动编号\nY1,2026-10-01,示例站,急救,2026-12-01,2026-12-20,已排期,A1\nY2,2026-10-01,示例站,急救,2026-12-01,2026-12-20,待匹配,\n",
        ),
        (
            "content/data/活动.csv",
            "活动编号,活动名称,品牌,区县,层级,阵地编号,日期,开始时间,主办单位,承办支队,状态,邀课单号\nA1,示例课,全域科普,示例区,站,示例站,2026-12-05,9:00,示例区科协,示例支队,确认,Y2\n",
        ),
    ]),
    passes: Files(&[
        (
            "content/data/邀课.csv",
            "邀课单号,提交日期,需求阵地,需求主题,期望开始,期望结束,状态,活动编号\nY1,2026-10-01,示例站,急救,2026-12-01,2026-12-20,已排期,A1\n",
        ),
        (
            "content/data/活动.csv",
            "活动编号,活动名称,品牌,区县,层级,阵地编号,日期,开始时间,主办单位,承办支队,状态,邀课单号\nA1,示例课,全域科普,示例区,站,示例站,2026-12-05,9:00,示例区科协,示例支队,确认,Y1\n",
        ),
    ]),
};

pub static REQUEST_COURSE_PAUSED: Rule = Rule {
    id: "request-course-paused",
    severity: Warning,
    title: Words::new("邀的课程暂停预约", "a request for a course that is paused"),
    explanation: Words::new(
        "和阵地商量换一门课；课程恢复了，就改课程菜单里的 `状态`。",
        "Agree on another course; where it is held again, mend its `状态` in the menu.",
    ),
    raises: Files(&[
        DESK[0],
        DESK[1],
        (
            "content/data/邀课.csv",
            "邀课单号,提交日期,需求阵地,需求主题,意向课程,期望开始,期望结束,状态\nY1,2026-10-01,V1,急救,K2,2026-12-01,2026-12-20,待匹配\n",
        ),
    ]),
    passes: Files(&[
        DESK[0],
        DESK[1],
        (
            "content/data/邀课.csv",
            "邀课单号,提交日期,需求阵地,需求主题,意向课程,期望开始,期望结束,状态\nY1,2026-10-01,V1,急救,K1,2026-12-01,2026-12-20,待匹配\n",
        ),
    ]),
};

pub static REQUEST_DATES: Rule = Rule {
    id: "request-dates",
    severity: Error,
    title: Words::new("邀课单的日期前后颠倒", "dates of a request that run backwards"),
    explanation: Words::new(
        "期望结束早于期望开始，或答复早于提交。看是不是写反了，或年份错了。",
        "It ends before it begins, or was answered before it was made. Are they swapped, or is the year wrong?",
    ),
    raises: Files(&[(
        "content/data/邀课.csv",
        "邀课单号,提交日期,需求阵地,需求主题,期望开始,期望结束,状态\nY1,2026-10-01,示例站,急救,2026-12-20,2026-12-01,待匹配\n",
    )]),
    passes: Files(&[(
        "content/data/邀课.csv",
        "邀课单号,提交日期,需求阵地,需求主题,期望开始,期望结束,状态\nY1,2026-10-01,示例站,急救,2026-12-01,2026-12-20,待匹配\n",
    )]),
};

pub static REQUEST_NOT_SERVED: Rule = Rule {
    id: "request-not-served",
    severity: Warning,
    title: Words::new(
        "匹配的课程或支队不去那个区县",
        "a matched course or team that does not go to the district",
    ),
    explanation: Words::new(
        "另选一个；确实去的话，在课程菜单的 `服务区县` 里加上。支队去它所在的区县、它承担的课程服务的区县；没写区县的去全市。",
        "Choose another, or add the district to `服务区县` in the menu. A team goes to its own district and to those of its courses; one without a district goes everywhere.",
    ),
    raises: Files(&[
        DESK[0],
        DESK[1],
        (
            "content/data/邀课.csv",
            "邀课单号,提交日期,需求阵地,需求主题,期望开始,期望结束,状态,匹配课程\nY1,2026-10-01,V2,急救,2026-12-01,2026-12-20,已匹配,K1\n",
        ),
    ]),
    passes: Files(&[
        DESK[0],
        DESK[1],
        (
            "content/data/邀课.csv",
            "邀课单号,提交日期,需求阵地,需求主题,期望开始,期望结束,状态,匹配课程\nY1,2026-10-01,V1,急救,2026-12-01,2026-12-20,已匹配,K1\n",
        ),
    ]),
};

pub static TABLE_BAD_DATE: Rule = Rule {
    id: "table-bad-date",
    severity: Error,
    title: Words::new("这一格不是日期", "a cell that is not a date"),
    explanation: Words::new(
        "写成 `2026-03-05`、`2026年3月5日` 或 Excel 的日期格；几天用 `、` 隔开。没有的日子不猜。",
        "Write `2026-03-05`, `2026年3月5日` or a date cell; several with `、`. A day that does not exist is not guessed.",
    ),
    raises: Activity(&[("日期", "2026-02-30")]),
    passes: Activity(&[("日期", "2026-12-02、2026-12-09")]),
};

pub static TABLE_BAD_NUMBER: Rule = Rule {
    id: "table-bad-number",
    severity: Error,
    title: Words::new("这一格不是数", "a cell that is not a number"),
    explanation: Words::new(
        "名额、人数、时长写一个数，例如 `30` 或 `1.5`。",
        "Places, people and hours are one number, such as `30` or `1.5`.",
    ),
    raises: Activity(&[("名额", "三十来个")]),
    passes: Activity(&[("名额", "30")]),
};

pub static TABLE_BAD_TIME: Rule = Rule {
    id: "table-bad-time",
    severity: Error,
    title: Words::new("这一格不是时间", "a cell that is not a time"),
    explanation: Words::new("写成 `14:30` 或 `下午2:30`。", "Write `14:30` or `下午2:30`."),
    raises: Activity(&[("开始时间", "饭后")]),
    passes: Activity(&[("开始时间", "下午2:30")]),
};

pub static TABLE_CELL_SHAPE: Rule = Rule {
    id: "table-cell-shape",
    severity: Error,
    title: Words::new("这一列要写一个值或一列值", "a cell is one value or a list of values"),
    explanation: Words::new(
        "YAML 表格里一列的值不能再是一张表。",
        "A cell of a YAML table cannot be a table itself.",
    ),
    raises: Files(&[(
        "content/data/支队.yaml",
        "- 支队编号: Z1\n  支队名称: { 甲: 乙 }\n  类别: 医疗卫生\n",
    )]),
    passes: Files(&[("content/data/支队.yaml", "- 支队编号: Z1\n  支队名称: 甲\n  类别: 医疗卫生\n")]),
};

pub static TABLE_COLUMN_TWICE_IN_ROW: Rule = Rule {
    id: "table-column-twice-in-row",
    severity: Error,
    title: Words::new("一条里同一列写了两次", "a column twice in one entry"),
    explanation: Words::new("不知道该信哪一个。删去一处。", "Nobody knows which is right. Remove one."),
    raises: Files(&[(
        "content/data/支队.yaml",
        "- 支队编号: Z1\n  支队名称: 甲\n  名称: 乙\n  类别: 医疗卫生\n",
    )]),
    passes: Files(&[("content/data/支队.yaml", "- 支队编号: Z1\n  支队名称: 甲\n  类别: 医疗卫生\n")]),
};

pub static TABLE_COVERED_CELL: Rule = Rule {
    id: "table-covered-cell",
    severity: Warning,
    title: Words::new("合并单元格盖住了有内容的格", "merged cells cover others that hold something"),
    explanation: Words::new(
        "盖住的内容在表里看不见，可能是不公开的，没有读。取消合并，把各格填好。",
        "What is covered cannot be seen and may be private; it was not read. Unmerge and fill the cells.",
    ),
    raises: Told(Words::new(
        "合并了两格，下面的一格里还有内容。",
        "Two cells are merged, and the covered one still holds something.",
    )),
    passes: Activity(&[("日期", "2026-12-02")]),
};

pub static TABLE_DUPLICATE_COLUMN: Rule = Rule {
    id: "table-duplicate-column",
    severity: Error,
    title: Words::new("表头里同一列有两次", "a column twice in the header"),
    explanation: Words::new(
        "不知道该用哪一列。删去一列，或改正表头。",
        "Nobody knows which to use. Remove one, or mend the header.",
    ),
    raises: Files(&[("content/data/支队.csv", "支队编号,支队名称,名称,类别\nZ1,甲,乙,医疗卫生\n")]),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\n")]),
};

pub static TABLE_DUPLICATE_ID: Rule = Rule {
    id: "table-duplicate-id",
    severity: Error,
    title: Words::new("编号已经有了", "an id that is taken"),
    explanation: Words::new(
        "编号是别处引用这一行、手机日历认这个活动的依据，不能重复。同一活动的几个日期写在一格里，用 `、` 隔开。",
        "Rows are referred to by their id, and calendars know an activity by it. Several dates of one activity go into one cell.",
    ),
    raises: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\nZ1,乙,医疗卫生\n")]),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\nZ2,乙,医疗卫生\n")]),
};

pub static TABLE_ENCODING: Rule = Rule {
    id: "table-encoding",
    severity: Error,
    title: Words::new("表格的文字编码认不出", "a table in an unknown encoding"),
    explanation: Words::new(
        "认得 UTF-8、GBK/GB18030 和 Excel 的“Unicode 文本”。用 UTF-8 重新保存。",
        "UTF-8, GBK/GB18030 and Excel's Unicode text are read. Save it again as UTF-8.",
    ),
    raises: Told(Words::new("一个既不是 UTF-8 也不是 GBK 的 CSV。", "A CSV that is neither UTF-8 nor GBK.")),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\n")]),
};

pub static TABLE_FILE_TOO_LARGE: Rule = Rule {
    id: "table-file-too-large",
    severity: Error,
    title: Words::new("表格文件太大", "a table file that is too large"),
    explanation: Words::new("分成几个文件，例如每年一个。", "Divide it, one file a year for example."),
    raises: Told(Words::new("一个九兆的 YAML 表格。", "A YAML table of nine megabytes.")),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\n")]),
};

pub static TABLE_HIDDEN: Rule = Rule {
    id: "table-hidden",
    severity: Warning,
    title: Words::new("隐藏的行、列或工作表没有读", "hidden rows, columns or sheets were not read"),
    explanation: Words::new(
        "隐藏的内容可能是不想公开的，所以不读。要公开就取消隐藏和筛选；不公开就从文件里删去。",
        "What is hidden may not be meant for the public. Unhide it to publish it, or remove it from the file.",
    ),
    raises: Told(Words::new("工作簿里有一张隐藏的活动表。", "A workbook with a hidden sheet of activities.")),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\n")]),
};

pub static TABLE_LONG_LIST: Rule = Rule {
    id: "table-long-list",
    severity: Error,
    title: Words::new("一格里的支队太多", "too many teams in one cell"),
    explanation: Words::new("写成几个活动。", "Make it several activities."),
    raises: Told(Words::new("承办支队一格里有上百个名字。", "Hundreds of names in the cell of teams.")),
    passes: Activity(&[("承办支队", "示例支队")]),
};

pub static TABLE_MISSING_COLUMN: Rule = Rule {
    id: "table-missing-column",
    severity: Error,
    title: Words::new("表里缺一列", "a column is missing"),
    explanation: Words::new(
        "没有这一列，整张表就没法用。在表头里加上它。",
        "Without it the table cannot be used. Add it to the header.",
    ),
    raises: Files(&[("content/data/支队.csv", "支队编号,支队名称\nZ1,甲\n")]),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\n")]),
};

pub static TABLE_MISSING_VALUE: Rule = Rule {
    id: "table-missing-value",
    severity: Error,
    title: Words::new("必填的一格没有填", "a required cell is empty"),
    explanation: Words::new(
        "填上它；暂时定不下来的活动先不要放进表里。",
        "Fill it; leave out an activity that is not settled.",
    ),
    raises: Activity(&[("主办单位", "")]),
    passes: Activity(&[("主办单位", "示例区科协")]),
};

pub static TABLE_NAMELESS_COLUMN: Rule = Rule {
    id: "table-nameless-column",
    severity: Warning,
    title: Words::new("有内容的列没有表头", "a column with cells but no heading"),
    explanation: Words::new(
        "不知道是什么，也许是不公开的，没有读。写上表头，或删去这些格。",
        "It is unknown what it holds, maybe something private; it was not read. Give it a heading, or remove it.",
    ),
    raises: Told(Words::new(
        "工作表右边有一列内容，上面没有表头。",
        "Cells right of the table in a sheet, without a heading.",
    )),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\n")]),
};

pub static TABLE_NO_HEADER: Rule = Rule {
    id: "table-no-header",
    severity: Error,
    title: Words::new("找不到表头", "no header was found"),
    explanation: Words::new(
        "第一行写列名，例如 `支队编号、支队名称、类别`。",
        "The first row names the columns, such as `支队编号,支队名称,类别`.",
    ),
    raises: Files(&[("content/data/支队.csv", "甲,乙,丙\n丁,戊,己\n")]),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\n")]),
};

pub static TABLE_OPEN_QUOTE: Rule = Rule {
    id: "table-open-quote",
    severity: Error,
    title: Words::new("CSV 里的引号没有成对", "a quotation mark of a CSV is not closed"),
    explanation: Words::new(
        "引号没有合上，后面几十行都进了这一格。检查这一格开头的 `\"`。",
        "Dozens of rows went into this cell. Look at the `\"` at its beginning.",
    ),
    raises: Told(Words::new(
        "一格以 `\"` 开头，到文件末尾也没有合上。",
        "A cell that begins with `\"` and runs to the end of the file.",
    )),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,\"甲,乙\",医疗卫生\n")]),
};

pub static TABLE_PASSWORD: Rule = Rule {
    id: "table-password",
    severity: Error,
    title: Words::new("工作簿设了打开密码，没有读", "a workbook that opens with a password only"),
    explanation: Words::new(
        "在 Excel 或 WPS 里打开，去掉密码再保存；不能公开的内容不要放在 content/data 里。",
        "Open it, remove the password and save it again; what is not for the public does not belong in content/data.",
    ),
    raises: Told(Words::new("一个设了打开密码的 xlsx。", "An xlsx with a password.")),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\n")]),
};

pub static TABLE_PRIVATE_HEADING: Rule = Rule {
    id: "table-private-heading",
    severity: Warning,
    title: Words::new("在不公开的标题下面的列没有读", "columns under a heading that says private"),
    explanation: Words::new(
        "上面的大标题写着不公开，下面的列就都不读。要公开就移出那个标题。",
        "A heading above says that they are not for the public. Move those out that may be published.",
    ),
    raises: Told(Words::new(
        "表头上面一行合并的格写着“内部信息（不公开）”。",
        "A merged cell above the header says 内部信息（不公开）.",
    )),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\n")]),
};

pub static TABLE_PRIVATE_NAME: Rule = Rule {
    id: "table-private-name",
    severity: Warning,
    title: Words::new(
        "文件、工作表或表的名称说不公开，没有读",
        "a file, sheet or table whose name says private",
    ),
    explanation: Words::new(
        "可以公开就改名；不能公开就移出 content/data。",
        "Rename it if it may be published; if not, move it out of content/data.",
    ),
    raises: Files(&[("content/data/支队（不公开）.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\n")]),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\n")]),
};

pub static TABLE_ROW_SHAPE: Rule = Rule {
    id: "table-row-shape",
    severity: Error,
    title: Words::new("这一项不是 `列名: 值`", "an entry that is not `column: value`"),
    explanation: Words::new(
        "每条以 `- ` 开头，下面各行写 `列名: 值`。",
        "Each entry begins with `- ` and has lines of `column: value`.",
    ),
    raises: Files(&[("content/data/支队.yaml", "- 支队编号: Z1\n  支队名称: 甲\n  类别: 医疗卫生\n- 乙\n")]),
    passes: Files(&[("content/data/支队.yaml", "- 支队编号: Z1\n  支队名称: 甲\n  类别: 医疗卫生\n")]),
};

pub static TABLE_ROW_WIDTH: Rule = Rule {
    id: "table-row-width",
    severity: Error,
    title: Words::new("这一行的格数和表头不一样", "a row whose cells do not match the header"),
    explanation: Words::new(
        "多一个或少一个逗号，后面的格就都错了位，不公开的内容可能跑到公开的列里，所以整行没有读。",
        "A comma too many or too few shifts the cells, and what is private may come under a public heading: the row was not read.",
    ),
    raises: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,乙,医疗卫生\n")]),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,\"甲,乙\",医疗卫生\n")]),
};

pub static TABLE_RUN_ON_VALUE: Rule = Rule {
    id: "table-run-on-value",
    severity: Error,
    title: Words::new("一个值的后面几行像是另一列", "a value whose later lines look like another column"),
    explanation: Words::new(
        "缩进、冒号或引号写错，另一列就成了这一列的内容，不公开的会漏出去。各列左边对齐，冒号用半角。",
        "A wrong indent, colon or quotation mark joins columns, and what is private leaks. Align them, with ASCII colons.",
    ),
    raises: Files(&[(
        "content/data/支队.yaml",
        "- 支队编号: Z1\n  支队名称: 甲\n    负责人：乙\n  类别: 医疗卫生\n",
    )]),
    passes: Files(&[(
        "content/data/支队.yaml",
        "- 支队编号: Z1\n  支队名称: 甲\n  负责人: 乙\n  类别: 医疗卫生\n",
    )]),
};

pub static TABLE_SHAPE: Rule = Rule {
    id: "table-shape",
    severity: Error,
    title: Words::new("这里要有一列数据", "a list of entries belongs here"),
    explanation: Words::new(
        "每条以 `- ` 开头；一个文件里有几张表时，表名后面加冒号写在前面。",
        "Each entry begins with `- `; several tables in a file have their names and a colon in front.",
    ),
    raises: Files(&[("content/data/数据.yaml", "支队: 甲\n")]),
    passes: Files(&[(
        "content/data/支队.yaml",
        "支队:\n  - 支队编号: Z1\n    支队名称: 甲\n    类别: 医疗卫生\n",
    )]),
};

pub static TABLE_SYNTAX: Rule = Rule {
    id: "table-syntax",
    severity: Error,
    title: Words::new("表格的 YAML 语法有误", "the YAML of a table has a mistake"),
    explanation: Words::new(
        "冒号用半角，后面空一格；同一条的各列左边对齐；值里有 `: ` 就加引号。",
        "ASCII colons with a blank, columns of an entry aligned, quotation marks around a value with `: `.",
    ),
    raises: Files(&[("content/data/支队.yaml", "- 支队编号: [Z1\n  支队名称: 甲\n")]),
    passes: Files(&[("content/data/支队.yaml", "- 支队编号: Z1\n  支队名称: 甲\n  类别: 医疗卫生\n")]),
};

pub static TABLE_TOO_LARGE: Rule = Rule {
    id: "table-too-large",
    severity: Error,
    title: Words::new("表太大，后面的没有读", "a table too large to be read to its end"),
    explanation: Words::new(
        "分成几个文件，例如每年一个；工作簿里删去多余的空白行列和格式。",
        "Divide it, one file a year; remove empty rows and formats from a workbook.",
    ),
    raises: Told(Words::new("一个几十万行的 CSV。", "A CSV of hundreds of thousands of rows.")),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\n")]),
};

pub static TABLE_UNKNOWN_COLUMN: Rule = Rule {
    id: "table-unknown-column",
    severity: Warning,
    title: Words::new("表里没有这一列，没有读", "a column the table does not have"),
    explanation: Words::new(
        "多半是列名写错了。不想公开的内容，表头里写上 `（不公开）`。",
        "Most likely misspelt. What is not for the public has `（不公开）` in its heading.",
    ),
    raises: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别,口号\nZ1,甲,医疗卫生,乙\n")]),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别,口号（不公开）\nZ1,甲,医疗卫生,乙\n")]),
};

pub static TABLE_UNKNOWN_KIND: Rule = Rule {
    id: "table-unknown-kind",
    severity: Error,
    title: Words::new("看不出是什么表", "a table of an unknown kind"),
    explanation: Words::new(
        "文件或表名写成 `活动`、`支队`、`区县` 或 `阵地`，或用它们的列名。",
        "Name the file or table `活动`, `支队`, `区县` or `阵地`, or use their columns.",
    ),
    raises: Files(&[("content/data/其他.yaml", "- 甲: 乙\n")]),
    passes: Files(&[("content/data/支队.yaml", "- 支队编号: Z1\n  支队名称: 甲\n  类别: 医疗卫生\n")]),
};

pub static TABLE_UNKNOWN_REFERENCE: Rule = Rule {
    id: "table-unknown-reference",
    severity: Warning,
    title: Words::new("引用的区县、支队或阵地不在表里", "a district, team or venue that no table has"),
    explanation: Words::new(
        "在那张表里加上它，或改正这一格；否则这个活动不会出现在它的页面上。",
        "Add it to its table, or mend the cell; otherwise the activity is missing from its page.",
    ),
    raises: Activity(&[("承办支队", "没有的支队")]),
    passes: Activity(&[("承办支队", "示例支队")]),
};

pub static TABLE_UNKNOWN_SHEET: Rule = Rule {
    id: "table-unknown-sheet",
    severity: Warning,
    title: Words::new("工作表不是认得的表，没有读", "a sheet that is no known table"),
    explanation: Words::new(
        "是数据就改名为 `活动`、`支队`、`区县` 或 `阵地`；是说明就改名为 `说明`。",
        "If it is data, name it `活动`, `支队`, `区县` or `阵地`; if it is a note, `说明`.",
    ),
    raises: Told(Words::new(
        "工作簿里多了一张 `Sheet2`，里面有别的内容。",
        "A workbook with a `Sheet2` that holds something else.",
    )),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\n")]),
};

pub static TABLE_UNKNOWN_VALUE: Rule = Rule {
    id: "table-unknown-value",
    severity: Error,
    title: Words::new("这一格只能写几种值，写了别的", "a value that is not among those a cell may have"),
    explanation: Words::new("照提示改成认得的值。", "Use one of the values in the message."),
    raises: Activity(&[("状态", "待定吧")]),
    passes: Activity(&[("状态", "确定")]),
};

pub static TABLE_UNREADABLE: Rule = Rule {
    id: "table-unreadable",
    severity: Error,
    title: Words::new("工作簿或表格读不了", "a workbook or table that cannot be read"),
    explanation: Words::new(
        "文件坏了，或只是改了扩展名。用 Excel 或 WPS 另存为 xlsx 再试。",
        "It is broken, or was only renamed. Save it again as xlsx.",
    ),
    raises: Files(&[("content/data/活动.xlsx", "不是工作簿")]),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\n")]),
};

pub static TABLE_WORKBOOK_TOO_LARGE: Rule = Rule {
    id: "table-workbook-too-large",
    severity: Error,
    title: Words::new("工作簿解压后太大，没有读", "a workbook that unpacks to too much"),
    explanation: Words::new(
        "多半是整列设了格式，或有几百万个空白行。删去多余的空白行列和格式，或把数据复制到新的工作簿。",
        "Most likely whole columns have formats, or there are millions of blank rows. Copy the data into a new workbook.",
    ),
    raises: Told(Words::new(
        "一个解压后有几百兆的工作簿。",
        "A workbook that unpacks to hundreds of megabytes.",
    )),
    passes: Files(&[("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,甲,医疗卫生\n")]),
};

pub static VENUE_POSITION: Rule = Rule {
    id: "venue-position",
    severity: Warning,
    title: Words::new("阵地的经纬度不全，或不在中国", "a position that is incomplete or not in China"),
    explanation: Words::new(
        "经度、纬度、坐标系要么都填，要么都不填；坐标系弄错，导航会偏几百米。高德、腾讯的点写 `GCJ02`，GPS 写 `WGS84`。",
        "Longitude, latitude and datum are given all or not at all; a wrong datum is off by hundreds of metres.",
    ),
    raises: Files(&[(
        "content/data/阵地.csv",
        "阵地编号,阵地名称,层级,区县,经度,纬度,坐标系\nV1,示例中心,中心,北碚,106.4,,\n",
    )]),
    passes: Files(&[(
        "content/data/阵地.csv",
        "阵地编号,阵地名称,层级,区县,经度,纬度,坐标系\nV1,示例中心,中心,北碚,106.4,29.8,GCJ02\n",
    )]),
};
