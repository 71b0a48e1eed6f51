import {Domain} from "@web/core/domain";
import {FormController} from "@web/views/form/form_controller";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {ListController} from "@web/views/list/list_controller";
import {formView} from "@web/views/form/form_view";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {listView} from "@web/views/list/list_view";
import {onWillDestroy} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useDebounced} from "@web/core/utils/timing";
import {useService} from "@web/core/utils/hooks";

export const CHANGED = "sale.backorder/changed";
export const DELAY = 2000;

/**
 * Show what the server's jobs changed: at most once every other second, and neither in
 * a page that nobody sees nor in one that somebody is working in.
 *
 * @param {Class} Controller of a view of backorders
 * @returns {Class}
 */
const Live = (Controller) =>
    class extends Controller {
        setup() {
            super.setup(...arguments);
            this.orm = useService("orm");
            const busService = useService("bus_service");
            // As many ids as came since the last look; null stands for all there are.
            this.changedIds = new Set();
            // Not all pages at once: each has a delay of its own.
            const delay = DELAY * (1 + Math.random());
            this.showChangesSoon = useDebounced(() => this.showChanges(), delay);
            const onChanged = ({ids}) => {
                this.changedIds =
                    ids && this.changedIds ? this.changedIds.union(new Set(ids)) : null;
                this.showChangesSoon();
            };
            busService.subscribe(CHANGED, onChanged);
            busService.start();
            onWillDestroy(() => busService.unsubscribe(CHANGED, onChanged));
        }

        async showChanges() {
            if (await this.isBusy()) {
                this.showChangesSoon();
                return;
            }
            const ids = this.changedIds;
            this.changedIds = new Set();
            if (!ids || (await this.isShowing([...ids]))) {
                await this.reloadPage();
            }
        }

        /**
         * @returns {Boolean} whether nobody looks at the page, or somebody works in it
         */
        async isBusy() {
            const {root} = this.model;
            if (document.hidden) {
                return true;
            }
            if (!root.records) {
                return root.isDirty();
            }
            return root.editedRecord || root.isDomainSelected || root.selection.length;
        }

        /**
         * @param {Number[]} ids
         * @returns {Boolean} whether the page shows one of them, or is to from now on
         */
        async isShowing(ids) {
            const {root} = this.model;
            if (!root.records) {
                return ids.includes(root.resId);
            }
            if (root.records.some((record) => ids.includes(record.resId))) {
                return true;
            }
            const domain = Domain.and([root.domain, [["id", "in", ids]]]).toList();
            return Boolean(
                await this.orm.searchCount(root.resModel, domain, {limit: 1})
            );
        }

        async reloadPage() {
            if (this.model.useSampleModel) {
                this.env.searchModel.search();
            } else {
                await this.model.root.load();
            }
        }
    };

const views = registry.category("views");
views.add("sale_backorder_form", {...formView, Controller: Live(FormController)});
views.add("sale_backorder_kanban", {...kanbanView, Controller: Live(KanbanController)});
views.add("sale_backorder_list", {...listView, Controller: Live(ListController)});
