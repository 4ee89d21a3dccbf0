package dev.troupe.agents.model.offline;

import java.util.LinkedHashSet;
import java.util.List;

/** Says honestly that nothing answers: what was searched and what came closest. */
final class NoAnswer {
  private static final int MOST_NEAREST = 5;

  private NoAnswer() {}

  static Draft write(String goal, List<Research> research) {
    var searched = new LinkedHashSet<String>();
    var nearest = new LinkedHashSet<String>();
    for (var one : research) {
      searched.addAll(one.searched());
      nearest.addAll(one.nearest());
    }
    var text =
        new StringBuilder("# " + BriefWriter.oneLine(goal) + "\n\n" + Phrases.NO_ANSWER + "\n");
    if (searched.isEmpty()) text.append("\n").append(Phrases.NOTHING_SEARCHED).append("\n");
    list(text, Phrases.SEARCHED, searched.stream().sorted().toList());
    list(text, Phrases.NEAREST, nearest.stream().limit(MOST_NEAREST).toList());
    return new Draft(text.toString(), Draft.NO_ANSWER, List.of());
  }

  private static void list(StringBuilder text, String title, List<String> items) {
    if (items.isEmpty()) return;
    text.append("\n").append(title).append("\n\n");
    for (var item : items) text.append("- ").append(BriefWriter.oneLine(item)).append("\n");
  }
}
