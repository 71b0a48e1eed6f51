import {registry} from "@web/core/registry";
import {formatPercentage} from "@web/views/fields/formatters";

/**
 * A share in percent, empty where nothing was measured: core shows 0% there.
 */
export function formatShare(value, options) {
    return value === false ? "" : formatPercentage(value, options);
}
formatShare.extractOptions = formatPercentage.extractOptions;

registry.category("formatters").add("backorder_share", formatShare);
