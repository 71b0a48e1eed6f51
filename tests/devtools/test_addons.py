from devtools import addons


def make_addon(root, name, *depends):
    (root / name).mkdir()
    (root / name / "__manifest__.py").write_text(repr({"depends": depends}))


def test_dependencies_of_dependencies(tmp_path):
    make_addon(tmp_path, "ours", "sale_stock", "sms")
    make_addon(tmp_path, "glue", "ours", "sale_mrp")
    ours, core = addons.with_dependencies(["glue"], root=tmp_path)
    assert ours == ["glue", "ours"]
    assert core == ["sale_mrp", "sale_stock", "sms"]


def test_what_is_not_asked_for_is_left_out(tmp_path):
    make_addon(tmp_path, "ours", "sale_stock")
    make_addon(tmp_path, "glue", "ours", "sale_mrp")
    assert addons.with_dependencies(["ours"], tmp_path) == (["ours"], ["sale_stock"])
