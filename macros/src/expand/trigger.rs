//! Triggers as tokens.
//!
//! In: a trigger without a contradiction. Out: its literal. Decides nothing.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::sql;
use crate::attr::Trigger;

pub(super) fn trigger(trigger: &Trigger) -> TokenStream {
    let (name, is_before) = (&trigger.name.text, trigger.is_before);
    let events = trigger.events.iter().map(|(event, _)| {
        let event = match event.as_str() {
            "insert" => quote!(Insert),
            "update" => quote!(Update),
            _ => quote!(Delete),
        };
        quote!(__trueup::EventMeta::#event)
    });
    let sql = sql(&trigger.sql);
    quote! {
        __trueup::TriggerMeta {
            name: #name,
            before: #is_before,
            events: &[#(#events),*],
            sql: #sql,
        }
    }
}
