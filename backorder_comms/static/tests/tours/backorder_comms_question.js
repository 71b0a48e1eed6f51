import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("backorder_comms_ask", {
    steps: () => [
        {
            trigger:
                ".o_form_view button[name=action_backorder_decide]:contains(Ask or Decide)",
            run: "click",
        },
        {
            content: "The customer will see what each answer means",
            trigger: ".modal .o_field_widget[name=consequences]:contains(2 parcels)",
        },
        {
            trigger: ".modal .o_field_widget[name=default_choice_id] input",
            run: "click",
        },
        {
            content: "It says how it is now",
            trigger: ".o-autocomplete--dropdown-item:contains(Wait for all)",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_confirm]:contains(Ask)",
            run: "click",
        },
        {
            trigger: ".o_notification:contains(The customer is being asked)",
        },
        {
            content: "The order counts the question",
            trigger:
                "body:not(:has(.modal)) button[name=action_view_backorder_decisions]:contains(1)",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Waiting for the Customer)",
        },
    ],
});

registry.category("web_tour.tours").add("backorder_comms_answered", {
    steps: () => [
        {
            content: "The salesperson is asked to look at the answer",
            trigger:
                ".o-mail-Activity:contains(Look at a customer's answer):contains(Two parcels will come)",
        },
        {
            trigger: "button[name=action_view_backorder_decisions]",
            run: "click",
        },
        {
            trigger:
                ".o_list_view .o_data_row:contains(Ship what is ready) td[name=kind]",
            run: "click",
        },
        {
            content: "The record says what it did, and from where it came",
            trigger: ".o_form_view div[name=effect]:contains(Two parcels will come)",
        },
        {
            trigger: ".o_field_widget[name=origin]:contains(Link in a message)",
        },
    ],
});
