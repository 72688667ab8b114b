//! Tables of steps as meant: one direction, in order, never fewer points for a harder edge.

use super::Loader;
use super::formula::Frame;
use super::written::Number;
use super::written_formula::StepsEntry;
use crate::exact::Rational;
use crate::rubric::{StepEdge, Steps, Threshold};
use crate::words::Problem;

/// A step and the key it stands at.
struct Step {
    key: String,
    threshold: Threshold,
    points: Rational,
}

impl Loader<'_> {
    pub(super) fn steps(&mut self, entry: &StepsEntry, frame: Frame<'_>) -> Option<Steps> {
        let lists = [
            ("at_least", StepEdge::AtLeast, &entry.at_least),
            ("above", StepEdge::Above, &entry.above),
            ("at_most", StepEdge::AtMost, &entry.at_most),
            ("below", StepEdge::Below, &entry.below),
        ];
        let used: Vec<StepEdge> = lists
            .iter()
            .filter(|(_, _, list)| !list.is_empty())
            .map(|(_, edge, _)| *edge)
            .collect();
        let rising = used.iter().filter(|edge| edge.rises()).count();
        let code = if used.is_empty() {
            "rubric.no_steps"
        } else if rising > 0 && rising < used.len() {
            "rubric.steps_mixed"
        } else {
            let otherwise = self.number(&entry.otherwise, &frame.key("else"));
            let mut steps = Vec::new();
            for (key, edge, list) in lists {
                steps.extend(self.step_list(list, key, edge, frame)?);
            }
            let otherwise = otherwise?;
            self.within(&otherwise, "else", frame);
            return Some(self.in_order(steps, otherwise, frame));
        };
        self.refuse(Problem::new(code), frame.path);
        None
    }

    /// The steps of one list; out of order they could never be reached.
    fn step_list(
        &mut self,
        list: &[Vec<Number>],
        key: &str,
        edge: StepEdge,
        frame: Frame<'_>,
    ) -> Option<Vec<Step>> {
        let mut steps: Vec<Step> = Vec::with_capacity(list.len());
        for (n, pair) in list.iter().enumerate() {
            let key = format!("{key}.{n}");
            let [at, points] = pair.as_slice() else {
                self.refuse(Problem::new("rubric.step_pair"), &frame.key(&key));
                continue;
            };
            let at = self.number(at, &frame.key(&format!("{key}.0")));
            let points = self.number(points, &frame.key(&format!("{key}.1")));
            let (Some(at), Some(points)) = (at, points) else {
                continue;
            };
            self.share(&at, &key, frame);
            self.within(&points, &key, frame);
            if let Some(before) = steps.last() {
                let harder = &before.threshold.at;
                if (edge.rises() && at >= *harder) || (!edge.rises() && at <= *harder) {
                    let problem = Problem::new("rubric.steps_order")
                        .with("number", at.to_exact(0))
                        .with("before", harder.to_exact(0));
                    self.refuse(problem, &frame.key(&key));
                    continue;
                }
            }
            steps.push(Step {
                key,
                threshold: Threshold { edge, at },
                points,
            });
        }
        (steps.len() == list.len()).then_some(steps)
    }

    /// All steps, the hardest first; a harder edge never earns less.
    fn in_order(&mut self, mut steps: Vec<Step>, otherwise: Rational, frame: Frame<'_>) -> Steps {
        steps.sort_by(|a, b| {
            let (open_first, by_edge) = (
                is_open(b.threshold.edge).cmp(&is_open(a.threshold.edge)),
                a.threshold.at.cmp(&b.threshold.at),
            );
            let by_edge = if a.threshold.edge.rises() {
                by_edge.reverse()
            } else {
                by_edge
            };
            by_edge.then(open_first)
        });
        let mut before: Option<&Rational> = None;
        for step in &steps {
            if let Some(harder) = before
                && step.points > *harder
            {
                self.not_monotone(&step.points, harder, &step.key, frame);
            }
            before = Some(&step.points);
        }
        if let Some(last) = before
            && otherwise > *last
        {
            self.not_monotone(&otherwise, last, "else", frame);
        }
        Steps {
            steps: steps
                .into_iter()
                .map(|step| (step.threshold, step.points))
                .collect(),
            otherwise,
        }
    }

    fn not_monotone(&mut self, points: &Rational, harder: &Rational, key: &str, frame: Frame<'_>) {
        let problem = Problem::new("rubric.steps_monotone")
            .with("number", points.to_exact(0))
            .with("harder", harder.to_exact(0));
        self.refuse(problem, &frame.key(key));
    }
}

/// Whether the edge itself is left out: then it is the harder of two at the same number.
fn is_open(edge: StepEdge) -> bool {
    match edge {
        StepEdge::Above | StepEdge::Below => true,
        StepEdge::AtLeast | StepEdge::AtMost => false,
    }
}
