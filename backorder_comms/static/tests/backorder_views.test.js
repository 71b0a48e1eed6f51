import {CHANGED, DELAY} from "@backorder_comms/views/backorder_views";
import {
    MockServer,
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {advanceTime, animationFrame, queryAllTexts} from "@odoo/hoot-dom";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

class SaleBackorder extends models.Model {
    _name = "sale.backorder";

    name = fields.Char();
    state = fields.Char();

    _records = [
        {id: 1, name: "Desk", state: "waiting"},
        {id: 2, name: "Lamp", state: "waiting"},
        {id: 3, name: "Sofa", state: "done"},
    ];
}

describe.current.tags("desktop");
defineModels([SaleBackorder]);
defineMailModels();

const FIELDS = `<field name="name"/><field name="state"/>`;

beforeEach(() => {
    onRpc("sale.backorder", "web_search_read", () => expect.step("load"));
    onRpc("sale.backorder", "web_read", () => expect.step("load"));
});

const mountList = async () => {
    await mountView({
        type: "list",
        resModel: "sale.backorder",
        domain: [["state", "!=", "done"]],
        arch: `<list js_class="sale_backorder_list">${FIELDS}</list>`,
    });
    expect.verifySteps(["load"]);
};

/**
 * Let a job of the server change a backorder and tell so.
 *
 * @param {Number} id
 * @param {Object} values
 * @param {Number[] | Boolean} ids of all that it changed
 */
const change = async (id, values, ids = [id]) => {
    MockServer.env["sale.backorder"].write([id], values);
    MockServer.env["bus.bus"]._sendone("broadcast", CHANGED, {ids});
    await animationFrame();
};

/**
 * Wait as long as a page may: for news, for its own delay, for what it asks the server.
 */
const wait = async () => {
    for (let times = 0; times < 6; times++) {
        await advanceTime(DELAY);
        await animationFrame();
    }
};

test("list shows what changed, once for many changes", async () => {
    await mountList();
    await change(1, {state: "late"});
    await change(1, {state: "ready"});
    expect.verifySteps([]);
    await wait();
    expect.verifySteps(["load"]);
    expect(queryAllTexts("td[name=state]")).toEqual(["ready", "waiting"]);
});

test("list shows what belongs to it from now on", async () => {
    await mountList();
    await change(3, {state: "waiting"});
    await wait();
    expect.verifySteps(["load"]);
    expect(queryAllTexts("td[name=name]")).toEqual(["Desk", "Lamp", "Sofa"]);
});

test("list stays as it is where nothing of it changed", async () => {
    await mountList();
    await change(3, {name: "Couch"});
    await wait();
    expect.verifySteps([]);
});

test("list has a look where very much changed", async () => {
    await mountList();
    await change(2, {name: "Lantern"}, false);
    await wait();
    expect.verifySteps(["load"]);
    expect(queryAllTexts("td[name=name]")).toEqual(["Desk", "Lantern"]);
});

test("list waits while something is selected", async () => {
    await mountList();
    await contains(".o_data_row:first .o_list_record_selector input").click();
    await change(1, {state: "ready"});
    await wait();
    expect.verifySteps([]);
    await contains(".o_data_row:first .o_list_record_selector input").click();
    await wait();
    expect.verifySteps(["load"]);
    expect(queryAllTexts("td[name=state]")).toEqual(["ready", "waiting"]);
});

test("kanban shows what changed", async () => {
    await mountView({
        type: "kanban",
        resModel: "sale.backorder",
        arch: `
            <kanban js_class="sale_backorder_kanban">
                <templates><t t-name="card">${FIELDS}</t></templates>
            </kanban>`,
    });
    await change(1, {state: "ready"});
    await wait();
    expect.verifySteps(["load", "load"]);
    expect(".o_kanban_record:contains(Desk)").toHaveText("Desk\nready");
});

test("form shows what changed, and keeps what is being written", async () => {
    await mountView({
        type: "form",
        resModel: "sale.backorder",
        resId: 1,
        arch: `<form js_class="sale_backorder_form">${FIELDS}</form>`,
    });
    expect.verifySteps(["load"]);
    await change(2, {state: "ready"});
    await wait();
    expect.verifySteps([]);
    await contains("[name=name] input").edit("Table");
    await change(1, {state: "ready"});
    await wait();
    expect.verifySteps([]);
    expect("[name=name] input").toHaveValue("Table");
    await contains(".o_form_button_cancel").click();
    await wait();
    expect.verifySteps(["load"]);
    expect("[name=state] input").toHaveValue("ready");
});
