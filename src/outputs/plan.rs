//! Every unit of a site, each on a path of its own.

use std::collections::{HashMap, HashSet};

use super::{OUTPUTS, Output, Role, Site, Unit, View, ViewOf};
use crate::diagnostic::Text;
use crate::media::media_type;
use crate::output_path;

/// The units of a site.
#[derive(Default)]
pub struct Plan {
    units: Vec<Unit>,
    clashes: Vec<Text>,
}

impl Plan {
    /// Every unit of every product that has a path for itself.
    pub fn new(site: &Site<'_>) -> Plan {
        Plan::of(OUTPUTS, site)
    }

    /// The units of some products.
    pub fn of(outputs: &[Output], site: &Site<'_>) -> Plan {
        let mut plan = Plan::default();
        for output in outputs {
            let Output { name, role, .. } = *output;
            (output.plan)(site, &mut Planner { plan: &mut plan, output: name, role });
        }
        plan.part();
        plan
    }

    /// Two units on one path would overwrite each other by chance; so would two that differ in case
    /// alone where the site may be copied to, and no file can stand where another needs a folder. The
    /// first of them keeps its place. The checks find all that content can bring about, but for
    /// pictures whose hashes begin alike.
    fn part(&mut self) {
        let mut taken: HashMap<String, usize> = HashMap::with_capacity(self.units.len());
        let mut clashing: HashSet<usize> = HashSet::new();
        for (index, unit) in self.units.iter().enumerate() {
            let Some(first) = taken.get(&unit.path.to_ascii_lowercase()) else {
                taken.insert(unit.path.to_ascii_lowercase(), index);
                continue;
            };
            let (path, one, other) = (&unit.path, self.units[*first].output, unit.output);
            self.clashes.push(Text::new(
                format!("`{path}` 要做两次：`{one}` 和 `{other}`"),
                format!("`{path}` is made twice: by `{one}` and by `{other}`"),
            ));
            clashing.insert(index);
        }
        for (index, unit) in self.units.iter().enumerate() {
            let path = unit.path.to_ascii_lowercase();
            if let Some(file) = output_path::folders(&path).find_map(|folder| taken.get(folder)) {
                let (file, output, path) = (&self.units[*file].path, self.units[*file].output, &unit.path);
                self.clashes.push(Text::new(
                    format!("`{output}` 的 `{file}` 对 `{path}` 来说是文件夹"),
                    format!("`{file}` of `{output}` is a folder for `{path}`"),
                ));
                clashing.insert(index);
            }
        }
        if !clashing.is_empty() {
            let mut index = 0..;
            self.units.retain(|_| index.next().is_none_or(|index| !clashing.contains(&index)));
        }
    }

    /// Units that are left out because another has their path; a site with such is not published.
    pub fn clashes(&self) -> &[Text] {
        &self.clashes
    }

    /// The units in the order of the products.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The units themselves.
    pub fn into_units(self) -> Vec<Unit> {
        self.units
    }
}

/// Takes the units of one product.
pub struct Planner<'p> {
    plan: &'p mut Plan,
    output: &'static str,
    role: Role,
}

impl Planner<'_> {
    /// Takes units of the same product that are no ways in.
    pub fn found(&mut self) -> Planner<'_> {
        Planner { plan: self.plan, output: self.output, role: Role::Found }
    }

    /// Adds a unit whose view is made when it is needed.
    pub fn add<V, F>(&mut self, path: impl Into<String>, view: F)
    where
        V: View + 'static,
        F: Fn(&Site<'_>) -> V + Send + Sync + 'static,
    {
        let unit = self.unit(path.into(), Box::new(move |site| Box::new(view(site))));
        self.push(unit);
    }

    /// Adds a unit whose view borrows from the site.
    pub fn add_borrowing<F>(&mut self, path: impl Into<String>, view: F)
    where
        F: for<'s> Fn(&Site<'s>) -> Box<dyn View + 's> + Send + Sync + 'static,
    {
        let unit = self.unit(path.into(), Box::new(view));
        self.plan.units.push(unit);
    }

    /// Adds a unit that is named by the hash of its bytes: with others it would have another path.
    pub fn add_immutable<V, F>(&mut self, path: impl Into<String>, view: F)
    where
        V: View + 'static,
        F: Fn(&Site<'_>) -> V + Send + Sync + 'static,
    {
        let unit = self.unit(path.into(), Box::new(move |site| Box::new(view(site))));
        self.push(Unit { immutable: true, ..unit });
    }

    /// Adds a unit.
    pub(super) fn push(&mut self, unit: Unit) {
        self.plan.units.push(unit);
    }

    /// A unit of this product that is not added yet.
    pub(super) fn unit(&self, path: String, view: ViewOf) -> Unit {
        let (output, media_type, role) = (self.output, media_type(&path), self.role);
        Unit { path, output, media_type, immutable: false, role, view }
    }
}
