# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Where our code does more than its user may, and why that is right.

A use that is not here fails `test_attacks_review`: look at who can reach it, with what
values, and what it gives away; then write down why it is right.
"""

QUEUE = "a worker of the mail or SMS queue keeps our ledger, which nobody may change"
MACHINE = "about the machine, tells no more than whether something is so"
SIGNAL = "any user's change may concern goods that somebody waits for"

ELEVATIONS = {
    "controllers/portal.py": {
        "BackorderPages.portal_my_backorders": "of orders that the access rules of the "
        "visitor let him read",
        "BackorderPages._find_backorders": "likewise",
        "BackorderPages._prepare_home_portal_values": "likewise, a number",
    },
    "controllers/unsubscribe.py": {
        "BackorderUnsubscribe._get_signed_partner": "the contact it was signed for",
    },
    "models/mail_activity.py": {
        "MailActivity._action_done": "who did an activity did what it was for",
    },
    "models/mail_mail.py": {
        "MailMail._get_backorder_messages": QUEUE,
    },
    "models/mail_mail_hold.py": {
        "MailMail.send": "whoever sends mails cannot let those leave that are held",
    },
    "models/mail_thread.py": {
        "MailThread._routing_handle_bounce": QUEUE,
    },
    "models/res_company.py": {
        "ResCompany._get_backorder_zone": "a time zone, of the company's own address",
        "ResCompany._tell_silent_backorders": "of those that the user's search found; "
        "reached by administrators only, who open the settings",
        "ResCompany._finish_backorder_baseline": "a job's, over all companies",
    },
    "models/res_company_question.py": {
        "ResCompany._get_backorder_deadline": "the days on which a company works",
    },
    "models/res_partner.py": {
        "ResPartner._get_wanted_backorder_channels": "settings of a company",
        "ResPartner._get_backorder_preference": "of the company that a contact is of",
        "ResPartner._get_quiet_hours": "of the company that a contact is of",
    },
    "models/res_partner_portal.py": {
        "ResPartner._sign_backorder_unsubscribe": "with the secret of the database",
    },
    "models/res_partner_shipping.py": {
        "ResPartner._get_backorder_terms": "of the company that a contact is of",
    },
    "models/sale_backorder_confirmation.py": {
        "SaleBackorderConfirmation._get_excesses": "limits hold for whoever confirms, "
        "a customer who pays included; the question names the excess only",
    },
    "models/sale_backorder_content_question.py": {
        "SaleBackorderContent._get_content": "questions that the customer is asked; "
        "for whoever may try a rule on his order",
    },
    "models/sale_backorder_decision_expedite.py": {
        "SaleBackorderDecision.action_approve": "after the check that the user may "
        "write it",
    },
    "models/sale_backorder_decision_rush.py": {
        "SaleBackorderDecision._needs_manager": "a setting of the order's company",
    },
    "models/sale_backorder_decision_staff.py": {
        "SaleBackorderDecision._settle": "after the check that the user may write it",
    },
    "models/sale_backorder_decision_task.py": {
        "SaleBackorderDecision.write": "its own activity, once it was written",
    },
    "models/sale_backorder_explanation.py": {
        "SaleBackorder._get_transfer_name": "the name of a transfer, for people who "
        "read the backorder that it is for",
    },
    "models/sale_backorder_forecast.py": {
        "SaleBackorderForecast._get_outlook": "a job's; salespeople see dates made of "
        "it, no documents",
    },
    "models/sale_backorder_forecast_quotation.py": {
        "SaleBackorderForecast._get_quotation_pieces": "likewise, for a quotation",
    },
    "models/sale_backorder_health.py": {
        "SaleBackorderHealth.action_open": "after the check that the user may read it",
        "SaleBackorderHealth.action_fix": "after the check that the user may read it",
    },
    "models/sale_backorder_limit.py": {
        "SaleBackorderLimit._is_anything_limited": MACHINE,
    },
    "models/sale_backorder_map.py": {
        "SaleBackorderMap._to_shipping_days": "the days on which a warehouse works",
    },
    "models/sale_backorder_message_internal.py": {
        "SaleBackorderMessage._deliver_by_action": "a job's; which action a rule runs "
        "only administrators choose",
    },
    "models/sale_backorder_message_letter.py": {
        "SaleBackorderMessage._prepare_posts": "as core does for the same",
    },
    "models/sale_backorder_message_mail.py": {
        "SaleBackorderMessage._create_mails": "as core does when it notifies",
        "SaleBackorderMessage._get_references": "ids of messages that the customer got",
    },
    "models/sale_backorder_message_retention.py": {
        "SaleBackorderMessage._erase": "a job's; erases words, and shows none",
    },
    "models/sale_backorder_message_sms.py": {
        "SaleBackorderMessage._create_sms": "as core does when it notifies",
    },
    "models/sale_backorder_next_action.py": {
        "SaleBackorder.action_mark_reviewed": "who may write the backorders: checked",
    },
    "models/sale_backorder_offer.py": {
        "SaleBackorderOffer._is_switched_off": MACHINE,
    },
    "models/sale_backorder_outbox.py": {
        "SaleBackorderOutbox._compute_waiting_count": "a number, for administrators",
        "SaleBackorderOutbox._is_held": MACHINE,
        "SaleBackorderOutbox._hold_if_copied": MACHINE,
        "SaleBackorderOutbox._filter_held": QUEUE,
        "SaleBackorderOutbox._release": "after the check that the user may write it",
    },
    "models/sale_backorder_priority_scoring.py": {
        "SaleBackorderPriority._load": "whether a condition holds, and what it gives, "
        "does not depend on who asks",
    },
    "models/sale_backorder_priority_effect.py": {
        "SaleBackorderPriorityEffect._render": "the days of others of the user's "
        "companies; names only those that he may read",
    },
    "models/sale_backorder_priority_rule.py": {
        "SaleBackorderPriorityRule._is_anything_scored": MACHINE,
    },
    "models/sale_backorder_priority_terms.py": {
        "SaleBackorder._get_star_terms": "whether, and until when, what a user waits "
        "for is urgent",
        "SaleBackorder._prepare_term": "the name of a rule that gives it points",
    },
    "models/sale_backorder_reason.py": {
        "SaleBackorderReason._get_by_cause": "ids of reasons, kept for all users",
        "SaleBackorderReason._get_chosen_ids": "ids of reasons, kept for all users",
    },
    "models/sale_backorder_rule_matching.py": {
        "SaleBackorderRule._get_impersonal_target": "the id of an action or channel",
        "SaleBackorderRule._search_admitted": "whether a condition holds does not "
        "depend on who asks",
    },
    "models/sale_backorder_signal.py": {
        "SaleBackorderSignal._notice": SIGNAL,
        "SaleBackorderSignal._trigger": "as core does for any job",
    },
    "models/sale_backorder_supply.py": {
        "SaleBackorderSupply._get_document": "of a move that the user may not read, "
        "documents; none is returned that he may not",
        "SaleBackorderSupply._get_kind": "whether goods come from a vendor, no more",
    },
    "models/sale_order.py": {
        "SaleOrder.backorder_count": "a number about an order that the user reads",
        "SaleOrder.backorder_waiting_count": "likewise",
        "SaleOrder.backorder_expected_date": "a date of an order that the user reads",
        "SaleOrder.unlink": "what goes with an order that the user then has to be "
        "allowed to delete: else all is rolled back",
        "SaleOrder._get_backorder_choices": "private; pages look for access before",
        "SaleOrder._backorder_decide": "private; pages look for access before",
    },
    "models/sale_order_line_cancellation.py": {
        "SaleOrderLine._cancel_backorder_quantity": "a customer's decision, which the "
        "policy of the company allows",
    },
    "models/sale_order_line_priority.py": {
        "SaleOrderLine._get_rush_effects": "the transfers of a line that a user reads",
    },
    "models/sale_order_message.py": {
        "SaleOrder._filter_shipment_told_by_us": "warehouse users ship orders that "
        "they do not read",
        "SaleOrder._get_shipment_occasion": "likewise",
        "SaleOrder._filter_having_words": "likewise; they do not read the rules either",
        "SaleOrder._message_receive_bounce": QUEUE,
    },
    "models/sale_order_question.py": {
        "SaleOrder._backorder_ask": "private; the wizard looks for access before",
    },
    "models/sale_order_shipping.py": {
        "SaleOrder._follow_shipping_policy": "after the order was written",
    },
    "models/stock_move_together.py": {
        "StockMove._get_chosen_policy": "how an order ships, for those who ship it",
    },
    "models/stock_picking_together.py": {
        "StockPicking._get_staying": "of transfers that the user reads, what customers "
        "of theirs wait for",
    },
    "models/sms_sms.py": {
        "SmsSms._get_backorder_messages": QUEUE,
        "SmsSms._claim_backorder_sms": QUEUE,
        "SmsSms._note_doubt": QUEUE,
    },
    "models/sms_sms_hold.py": {
        "SmsSms._send": "whoever sends SMS cannot let those leave that are held",
    },
    "models/sms_tracker.py": {
        "SmsTracker._update_sms_notifications": QUEUE,
    },
    "wizards/sale_backorder_agreement.py": {
        "SaleBackorderAgreement.action_confirm": "who may write the orders: checked",
    },
    "wizards/sale_backorder_decide.py": {
        "SaleBackorderDecide._compute_is_mute": "whether a rule would write, no more",
    },
    "wizards/sale_backorder_priority_simulation.py": {
        "SaleBackorderPrioritySimulation._get_effects": "conditions of rules that a "
        "sales manager reads",
        "SaleBackorderPrioritySimulation._filter_touched": "products of lines that "
        "compete",
    },
    "wizards/sale_backorder_reallocation.py": {
        "SaleBackorderReallocation._get_takers": "managers reserve for what they read",
        "SaleBackorderReallocation._get_givers": "managers see who holds what it waits "
        "for",
        "SaleBackorderReallocation._check": "compares with what was found",
        "SaleBackorderReallocation._hand_over": "after the check of what was found",
        "SaleBackorderReallocation._post_notes": "a note to those who lose goods",
    },
    "wizards/sale_backorder_rule_preview.py": {
        "SaleBackorderRulePreview._send_test_mail": "to the manager's own address",
        "SaleBackorderRulePreview._send_test_sms": "to the manager's own number",
    },
    "wizards/sale_backorder_rush.py": {
        "SaleBackorderRush.action_raise": "after the check that the user may write the "
        "order",
    },
    "wizards/stock_picking_backorder_reserve.py": {
        "StockPickingBackorderReserve._reserve": "sales managers reserve; the note on "
        "the transfer needs access to it, or all is rolled back",
        "StockPickingBackorderReserve._post_notes": "a note to those who lose goods",
    },
    "wizards/stock_return_picking.py": {
        "StockReturnPicking._create_return": "of the order whose goods come back",
    },
}

# Parameters of the system that we read; we write none, and keep no secret there.
PARAMETERS = {"stock.picking_no_auto_reserve"}

# What is HTML already.
MARKUPS = {"Markup(join_lines(block)": "a rendered template, with other white space"}
