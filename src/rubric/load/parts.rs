//! Parts of a `sum` and cases of a `best_of` as meant.

use super::Loader;
use super::formula::Frame;
use super::written_formula::{FormulaEntry, PartEntry};
use crate::exact::Rational;
use crate::rubric::{Part, Policy};
use crate::words::Problem;

impl Loader<'_> {
    pub(super) fn parts(
        &mut self,
        entries: Vec<PartEntry>,
        word: &'static str,
        frame: Frame<'_>,
    ) -> Option<Vec<Part>> {
        if entries.is_empty() {
            self.refuse(
                Problem::new("rubric.no_parts").with("formula", word),
                frame.path,
            );
        }
        let count = entries.len();
        let parts: Vec<Part> = entries
            .into_iter()
            .enumerate()
            .filter_map(|(n, entry)| {
                let path = frame.key(&n.to_string());
                self.part(
                    entry,
                    word,
                    Frame {
                        path: &path,
                        ..frame
                    },
                )
            })
            .collect();
        (count > 0 && parts.len() == count).then_some(parts)
    }

    fn part(&mut self, entry: PartEntry, word: &'static str, frame: Frame<'_>) -> Option<Part> {
        let indicator = self.indicator(entry.indicator, &frame.key("indicator"));
        let max = self.positive(&entry.max, "max", frame);
        if let Some(max) = max.as_ref().filter(|max| *max > frame.max) {
            let problem = Problem::new("rubric.part_max")
                .with("number", max.to_exact(0))
                .with("max", frame.max.to_exact(0));
            self.refuse(problem, &frame.key("max"));
        }
        let policy = match entry.on_not_applicable {
            None => Some(Policy::Forbid),
            Some(policy) => {
                let path = frame.key("on_not_applicable");
                let policy = self.policy(policy, &path);
                let allowed = match &policy {
                    Some(Policy::Forbid | Policy::AwardMax | Policy::Zero) => word == "sum",
                    Some(Policy::Unranked | Policy::Redistribute { .. }) => false,
                    None => true,
                };
                if !allowed {
                    let code = match word {
                        "sum" => "rubric.part_policy",
                        _ => "rubric.case_policy",
                    };
                    self.refuse(Problem::new(code), &path);
                }
                policy
            }
        };
        let path = frame.key("formula");
        let (part_word, kinds) = entry.formula.reads();
        let alone = !matches!(
            entry.formula,
            FormulaEntry::PeerNormalised(_) | FormulaEntry::ChildrenMean(_)
        );
        if kinds.is_empty() || !alone {
            self.refuse(
                Problem::new("rubric.part_formula")
                    .with("formula", part_word)
                    .with("whole", word),
                &path,
            );
            return None;
        }
        let max = max?;
        let known = self.known;
        // Only a whole criterion may take points away.
        let min = Rational::zero();
        let frame = Frame {
            path: &path,
            max: &max,
            min: &min,
            shape: known.get(&indicator.id),
        };
        let formula = self.formula(entry.formula, frame)?;
        Some(Part {
            indicator,
            formula,
            max,
            policy: policy?,
        })
    }
}
