import {registry} from "@web/core/registry";

const OPEN_SALES_SETTINGS = {
    trigger: ".settings_tab .tab[data-key=sale_management]",
    run: "click",
};

registry.category("web_tour.tours").add("backorder_comms_settings", {
    steps: () => [
        OPEN_SALES_SETTINGS,
        {
            trigger:
                "#backorder_comms .o_field_widget[name=backorder_comms_threshold] input",
            run: "edit 4",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
            expectUnloadPage: true,
        },
        OPEN_SALES_SETTINGS,
        {
            trigger:
                "#backorder_comms .o_field_widget[name=backorder_comms_threshold] input:value(4)",
        },
    ],
});

registry.category("web_tour.tours").add("backorder_comms_write_to_them", {
    steps: () => [
        OPEN_SALES_SETTINGS,
        {
            content: "Nobody was written to without being asked for",
            trigger: "#backorder_comms .alert:contains(were already late)",
        },
        {
            trigger: "#backorder_comms button[name=action_tell_silent_backorders]",
            run: "click",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
            expectUnloadPage: true,
        },
        OPEN_SALES_SETTINGS,
        {
            content: "The choice is made, the question is gone",
            trigger: "#backorder_comms:not(:has(.alert))",
        },
    ],
});
