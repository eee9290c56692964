//! How many venues of each tier had an activity.

use std::collections::{BTreeMap, BTreeSet};

use super::Kind;
use super::ledger::{Entries, HOW_DATES_COUNT, Ledger};
use super::table::{Bars, Cell, Report, Value};
use crate::calendar::Period;
use crate::model::{Occurrence, Tier, Venue};

/// See [`super::REPORTS`].
pub static KIND: Kind = Kind { name: "venues", chinese: "阵地", title: "各级阵地覆盖情况", make };

fn make(ledger: &Ledger<'_>, report: &mut Report) {
    report.plain_columns(&["区县", "层级", "阵地数", "有活动的阵地"]);
    report.column("覆盖率", Bars::With);
    report.column("场次", Bars::Without);
    report.rules = vec![
        "期内至少有一场活动的阵地才算“有活动”；覆盖率是它占阵地表里同级阵地的比例，没有阵地的写“没有数据”。"
            .to_owned(),
        HOW_DATES_COUNT.to_owned(),
        "单独换了地方的一场，算在实际去的阵地。期内一场也没有登记的，写“没有数据”，不写 0。".to_owned(),
    ];
    let catalog = ledger.catalog;
    let held = held_by_venue(ledger);
    let mut entries = Entries::default();
    let places = catalog.directory.places.iter().filter(|place| !place.venues.is_empty());
    let all: Vec<&Venue> = catalog.agenda.venues.iter().collect();
    let districts = places.filter_map(|place| {
        let venues = place.venues.iter().map(|index| &catalog.agenda.venues[*index]).collect();
        Some((place.district.as_deref()?, venues))
    });
    for (district, venues) in std::iter::once(("全部", all)).chain(districts) {
        for tier in Tier::ALL {
            let of_tier: Vec<&str> =
                venues.iter().filter(|it| it.tier == *tier).map(|it| it.id.as_str()).collect();
            row(ledger, report, &mut entries, (district, *tier), (&of_tier, &held));
        }
    }
}

fn row(
    ledger: &Ledger<'_>,
    report: &mut Report,
    entries: &mut Entries,
    (district, tier): (&str, Tier),
    (venues, held): (&[&str], &BTreeMap<&str, Vec<Occurrence>>),
) {
    let known = ledger.months.iter().any(|it| ledger.is_recorded(Period::month_of(*it)));
    let dates: Vec<Occurrence> =
        venues.iter().filter_map(|venue| held.get(venue)).flatten().copied().collect();
    let covered: BTreeSet<&&str> = venues.iter().filter(|venue| held.contains_key(**venue)).collect();
    let (covered, count) = (covered.len() as u64, venues.len() as u64);
    let behind: Vec<usize> = dates.iter().map(|it| entries.date(ledger, report, *it)).collect();
    let figure = |value| if known { value } else { Value::NoData };
    report.rows.push(vec![
        Cell::text(district),
        Cell::text(tier.name()),
        Value::Count(count).into(),
        figure(Value::Count(covered)).into(),
        figure(Value::share(covered, count)).into(),
        Cell::from(figure(Value::Count(dates.len() as u64))).behind(behind),
    ]);
}

/// What was held at each venue in the months that are reported on.
fn held_by_venue<'c>(ledger: &Ledger<'c>) -> BTreeMap<&'c str, Vec<Occurrence>> {
    let mut by_venue: BTreeMap<&str, Vec<Occurrence>> = BTreeMap::new();
    for held in ledger.held_in_months() {
        by_venue.entry(ledger.venue(*held)).or_default().push(*held);
    }
    by_venue
}
