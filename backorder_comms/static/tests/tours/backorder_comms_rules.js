import {registry} from "@web/core/registry";

const inPreview = (selector) => `.modal .o_form_view ${selector}`;

registry.category("web_tour.tours").add("backorder_comms_rules", {
    steps: () => [
        {
            content: "Open the rule",
            trigger:
                ".o_data_row .o_data_cell[data-tooltip='Part of the order is late']",
            run: "click",
        },
        {
            trigger: "button[name=action_preview]",
            run: "click",
        },
        {
            content: "It is in English, as the customer speaks no other language",
            trigger: inPreview("[name=subject]:contains(some items are delayed)"),
        },
        {
            content: "Choose French",
            trigger: inPreview(".o_field_widget[name=lang] input"),
            run: "click",
        },
        {
            trigger:
                ".o_select_menu_item:contains(Français), .o_select_menu_item:contains(French)",
            run: "click",
        },
        {
            trigger: inPreview("[name=subject]:contains(Votre commande)"),
        },
        {
            trigger: ".modal iframe:iframe body:contains(Bonjour)",
        },
        {
            trigger: ".modal .nav-link[name=plain_text]",
            run: "click",
        },
        {
            trigger: inPreview("[name=plain_text]:contains(Bonjour)"),
        },
        {
            trigger: ".modal-footer button[name=action_send_test]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains(boss@example.com)",
        },
        {
            trigger: ".modal-footer button:contains(Close)",
            run: "click",
        },
        {
            content: "Back to the rules",
            trigger:
                "body:not(:has(.modal)) .o_back_button a, body:not(:has(.modal)) .breadcrumb-item a",
            run: "click",
        },
        {
            trigger: "button[name=action_dry_run]",
            run: "click",
        },
        {
            trigger: ".modal-footer button[name=action_run]",
            run: "click",
        },
        {
            content: "What was sent would be sent again",
            trigger: ".o_data_row .o_field_widget[name=outcome]:contains(As Sent)",
        },
    ],
});
