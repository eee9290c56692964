//! What all reports count with: the dates that were held, by month, and the snapshots of volunteers.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::table::{Cell, Entry, Report, Value};
use crate::calendar::Period;
use crate::model::{Activity, Catalog, Occurrence, Status, UnitKind, VolunteerCount};

/// The figures of a catalog in a period.
pub struct Ledger<'c> {
    /// The site.
    pub catalog: &'c Catalog,
    /// The months that are reported on: those of the period, from the first that counts to the current one.
    pub months: Vec<Date>,
    /// Dates that were held, in the order of time, those outside the months too.
    held: Vec<Occurrence>,
    /// Months in which the table of activities has any date, whatever became of it.
    recorded: BTreeSet<Date>,
    /// Indices of the snapshots of each unit, in the order of time.
    counts: BTreeMap<(UnitKind, &'c str), Vec<usize>>,
}

/// How dates are counted, in words; every report that counts them says so.
pub const HOW_DATES_COUNT: &str = "只算状态是“已完成”、日期不晚于制表日的场次；一个活动有几天就算几场，\
    改了期的算在实际举行的那一天，单独取消的一天不算。";
/// When nothing is known of a month, in words.
pub const WHEN_NO_DATA: &str = "活动表里一场也没有登记的月份写“没有数据”，不写 0。";

impl<'c> Ledger<'c> {
    /// The figures of `catalog` in `period`.
    pub fn new(catalog: &'c Catalog, period: Period) -> Ledger<'c> {
        let current = catalog.day.first_of_month();
        let since = catalog.config.service.since;
        let counts_month = |month: &Date| *month <= current && since.is_none_or(|since| *month >= since);
        let all = catalog.timetable.all();
        let held = all.iter().filter(|it| it.status == Status::Done && it.date <= catalog.day);
        let mut counts: BTreeMap<(UnitKind, &str), Vec<usize>> = BTreeMap::new();
        for (index, count) in catalog.agenda.volunteers.iter().enumerate() {
            if count.day <= catalog.day {
                counts.entry((count.kind, count.unit.as_str())).or_default().push(index);
            }
        }
        Ledger {
            catalog,
            months: period.months().filter(counts_month).collect(),
            held: held.copied().collect(),
            recorded: all.iter().map(|it| it.date.first_of_month()).collect(),
            counts,
        }
    }

    /// The quarters of the months that are reported on, each whole.
    pub fn quarters(&self) -> Vec<Period> {
        let mut quarters: Vec<Period> = self.months.iter().map(|month| Period::quarter_of(*month)).collect();
        quarters.dedup();
        quarters
    }

    /// Whether a period is not over on the catalog's day.
    pub fn is_running(&self, period: Period) -> bool {
        self.catalog.day <= period.last()
    }

    /// Whether anything is known of the activities of a period.
    pub fn is_recorded(&self, period: Period) -> bool {
        self.recorded.range(period.first()..=period.last()).next().is_some()
    }

    /// What was held from one day to another.
    pub fn held(&self, first: Date, last: Date) -> &[Occurrence] {
        let start = self.held.partition_point(|it| it.date < first);
        let end = self.held.partition_point(|it| it.date <= last);
        &self.held[start.min(end)..end]
    }

    /// What was held in the months that are reported on.
    pub fn held_in_months(&self) -> &[Occurrence] {
        match (self.months.first(), self.months.last()) {
            (Some(first), Some(last)) => self.held(*first, last.last_of_month()),
            _ => &[],
        }
    }

    /// The activity of a date.
    pub fn activity(&self, held: Occurrence) -> &'c Activity {
        &self.catalog.agenda.activities[held.activity]
    }

    /// Where a date was held.
    pub fn venue(&self, held: Occurrence) -> &'c str {
        held.venue(self.activity(held))
    }

    /// The dates of a period under every name that `names` gives their activities.
    pub fn by_name<'n>(
        &self,
        period: Period,
        names: impl Fn(&'c Activity) -> Vec<&'n str>,
    ) -> BTreeMap<&'n str, Vec<Occurrence>>
    where
        'c: 'n,
    {
        let mut by_name: BTreeMap<&str, Vec<Occurrence>> = BTreeMap::new();
        for held in self.held(period.first(), period.last()) {
            for name in names(self.activity(*held)) {
                by_name.entry(name).or_default().push(*held);
            }
        }
        by_name
    }

    /// Units of a kind that were ever counted.
    pub fn units(&self, kind: UnitKind) -> impl Iterator<Item = &'c str> {
        self.counts.keys().filter(move |(own, _)| *own == kind).map(|(_, unit)| *unit)
    }

    /// The last snapshot of a unit that is not later than `day`, and its index.
    pub fn latest(&self, kind: UnitKind, unit: &str, day: Date) -> Option<(usize, &'c VolunteerCount)> {
        let all = &self.catalog.agenda.volunteers;
        let own = self.counts.get(&(kind, unit))?;
        let index = *own[..own.partition_point(|index| all[*index].day <= day)].last()?;
        Some((index, &all[index]))
    }

    /// A cell that counts dates; nothing is known of a period without records.
    pub fn count(
        &self,
        report: &mut Report,
        entries: &mut Entries,
        period: Period,
        held: &[Occurrence],
    ) -> Cell {
        if held.is_empty() && !self.is_recorded(period) {
            return Value::NoData.into();
        }
        let behind = held.iter().map(|it| entries.date(self, report, *it)).collect();
        Cell::from(Value::Count(held.len() as u64)).behind(behind)
    }
}

/// The rows behind a report, each once.
#[derive(Debug, Default)]
pub struct Entries {
    dates: BTreeMap<(usize, Date), usize>,
    snapshots: BTreeMap<usize, usize>,
}

impl Entries {
    /// A date of an activity.
    pub fn date(&mut self, ledger: &Ledger<'_>, report: &mut Report, held: Occurrence) -> usize {
        *self.dates.entry((held.activity, held.date)).or_insert_with(|| {
            let activity = ledger.activity(held);
            let path = &ledger.catalog.activity_paths[held.activity];
            let link = Some(ledger.catalog.absolute(path)).filter(|it| !it.is_empty());
            let (id, name) = (activity.id.clone(), activity.name.clone());
            report.entry(Entry { day: Some(held.date), id, name, link })
        })
    }

    /// A snapshot of volunteers.
    pub fn snapshot(&mut self, report: &mut Report, (index, count): (usize, &VolunteerCount)) -> usize {
        *self.snapshots.entry(index).or_insert_with(|| {
            let origin = &count.origin;
            let name = format!("注册 {} 人（{} {}）", count.registered, origin.file, origin.label);
            report.entry(Entry { day: Some(count.day), id: count.unit.clone(), name, link: None })
        })
    }
}
