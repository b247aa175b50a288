//! Consent: `expect(rule, reason = "..")` takes a finding out, and must find one.

use std::sync::Arc;

use super::context::{Context, Schema};
use super::explain::find;
use super::rule::{Check, Rule};
use super::rules::{self, unused_expectation};
use super::settable::refusal;
use super::severity::severity;
use super::unknown::UnknownRule;
use crate::check::{Depth, Options, Problem, ProblemKind};
use crate::source::Expectation;

/// The expectations of a migration and what became of them.
pub(super) struct Consent<'a> {
    context: &'a Context<'a>,
    options: &'a Options,
    expectations: Vec<(&'a Expectation, Use)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// No finding yet.
    Unused,
    /// It took a finding out, or nobody looked.
    Used,
}

impl<'a> Consent<'a> {
    pub(super) fn new(context: &'a Context<'a>, options: &'a Options) -> Self {
        let fresh = |expectation| (expectation, Use::Unused);
        Self {
            context,
            options,
            expectations: context.source.keys.expect.iter().map(fresh).collect(),
        }
    }

    /// The findings of `rule` that nobody expects.
    pub(super) fn take_out(&mut self, rule: &Rule, found: Vec<Problem>) -> Vec<Problem> {
        let looked = !found.is_empty() || self.could_look(rule);
        let mut expected = false;
        for (expectation, used) in &mut self.expectations {
            if expectation.rule == rule.id {
                expected = true;
                if !looked || !found.is_empty() {
                    *used = Use::Used;
                }
            }
        }
        if expected { Vec::new() } else { found }
    }

    /// The set does not ask this rule, so nothing can be said of its expectations.
    pub(super) fn silenced(&mut self, rule: &Rule) {
        let own = self.expectations.iter_mut().filter(|(it, _)| it.rule == rule.id);
        own.for_each(|(_, used)| *used = Use::Used);
    }

    fn could_look(&self, rule: &Rule) -> bool {
        match rule.check {
            Check::Judge => self.options.depth == Depth::Full,
            Check::Rule(_) | Check::Consent | Check::Refusal | Check::Structure => {
                self.context.schema != Schema::Unknown || !rules::NEED_SCHEMA.contains(&rule.id)
            }
        }
    }

    /// The expectations that no finding met.
    pub(super) fn unused(self) -> Vec<Problem> {
        let rule = &unused_expectation::RULE;
        let Some(severity) = severity(rule, self.context.source, self.options) else {
            return Vec::new();
        };
        let unused = self.expectations.iter().filter(|(_, used)| *used == Use::Unused);
        let problem = |(expectation, _): &(&Expectation, Use)| {
            let (message, help) = describe(&expectation.rule);
            let (file, at) = (Arc::clone(&self.context.source.file), expectation.at.clone());
            Problem::error(ProblemKind::Policy, rule.id, &file, at, message)
                .with_severity(severity)
                .with_help(help)
        };
        unused.map(problem).collect()
    }
}

fn describe(id: &str) -> (String, String) {
    if let Some(rule) = find(id).filter(|it| it.check.is_final()) {
        let message = format!("{}, which no consent changes", refusal(rule));
        return (message, "remove the `expect`".to_owned());
    }
    if rules::find(id).is_some() {
        let message = format!("`{id}` finds nothing here, so there is nothing to expect");
        return (message, "remove the `expect`".to_owned());
    }
    let unknown = UnknownRule::new(id);
    (unknown.message(), unknown.help())
}
