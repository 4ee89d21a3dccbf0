package dev.troupe.agents.model.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A row of a Markdown table, cut into its cells. */
final class TableRow {
  private TableRow() {}

  static List<String> cells(String row) {
    var inner = row.strip().replaceFirst("^\\|", "").replaceFirst("\\|$", "");
    var cells = new ArrayList<String>();
    for (var cell : inner.split("(?<!\\\\)\\|", -1)) cells.add(cell.strip());
    return cells;
  }

  static boolean isRow(String text) {
    return text.contains("|") && text.strip().startsWith("|");
  }

  /** "Approach: CRDTs; Consistency Model: Strong eventual": for comparing, not for showing. */
  static String spelledOut(String row, @Nullable String header) {
    var cells = cells(row);
    var names = header == null ? List.<String>of() : cells(header);
    var text = new StringJoiner("; ");
    for (var at = 0; at < cells.size(); at++) {
      var name = at < names.size() && !names.get(at).isEmpty() ? names.get(at) + ": " : "";
      text.add(name + cells.get(at));
    }
    return text.toString();
  }
}
