//! How long a poster takes on one core, in the median, and how large it is: `cargo bench --bench poster`.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::time::Instant;

use kepu::channel::poster::{Card, Points, Poster, Press, Topic, Verdict};
use kepu::theme::Theme;

const ROUNDS: usize = 21;

fn main() {
    let theme = Theme::load(&std::collections::BTreeMap::new()).expect("the default theme");
    let started = Instant::now();
    let press = Press::new(&theme).expect("its posters");
    println!("{:<12} {:>7.1} ms", "fonts", started.elapsed().as_secs_f64() * 1e3);
    let card = card();
    report("poster_png", || press.poster_png(&card).expect("a poster"));
    report("poster_pdf", || press.poster_pdf(&card).expect("a poster"));
    report("social_png", || press.social_png(&card).expect("an image"));
}

fn report(name: &str, make: impl Fn() -> Poster) {
    let mut times = Vec::new();
    let mut bytes = 0;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        bytes = make().bytes.len();
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    println!("{name:<12} {:>7.1} ms {:>7.1} ms at best {bytes:>8} bytes", times[ROUNDS / 2], times[0]);
}

fn card() -> Card {
    Card {
        title: "隔夜菜到底能不能吃？看放了多久、怎么放".to_owned(),
        topic: Topic { name: "辟谣".to_owned(), colour: "#8a4fae".to_owned() },
        verdict: Some(Verdict {
            claim: "隔夜菜亚硝酸盐超标，吃了会致癌，一口都不能碰。".to_owned(),
            name: "多半不实".to_owned(),
            id: "mostly-false".to_owned(),
        }),
        points: Points::Key(vec![
            "做好的菜两小时内放进冰箱，密封冷藏，3 天内吃完。".to_owned(),
            "吃之前彻底热透，中心温度到 70℃ 以上，只热一次。".to_owned(),
            "绿叶菜、凉拌菜、海鲜最好当顿吃完，不留到第二天。".to_owned(),
        ]),
        source: "《中国居民膳食指南（2022）》，中国营养学会，2022年".to_owned(),
        reviewer: "李医生（副主任医师，营养科）".to_owned(),
        reviewed: "2026年11月24日".to_owned(),
        valid_until: "2027年10月31日".to_owned(),
        organisation: "示例区科学技术协会".to_owned(),
        address: "https://kepu.example.org/articles/myths/overnight-dishes.html".to_owned(),
        disclaimer: Some("演示文章，人员为示例，未经专家审核，不作诊疗依据。".to_owned()),
    }
}
