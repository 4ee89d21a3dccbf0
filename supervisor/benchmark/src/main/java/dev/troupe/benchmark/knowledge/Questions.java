package dev.troupe.benchmark.knowledge;

import dev.troupe.agents.knowledge.KnowledgeLibrary;
import dev.troupe.agents.knowledge.KnowledgeLibrary.Mode;
import dev.troupe.agents.knowledge.KnowledgeLibrary.SearchRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ten best for each question, in each mode, asked one after the other behind a warm-up. */
record Questions(String name, Map<Mode, List<Set<String>>> answers) {
  private static final int BEST = 10;
  private static final int WARM_UP = 50;

  static Questions ask(
      KnowledgeLibrary base, String collection, List<String> questions, String name) {
    Map<Mode, List<Set<String>>> answers = new EnumMap<>(Mode.class);
    for (Mode mode : KnowledgeBenchmark.modes()) {
      questions.stream().limit(WARM_UP).forEach(text -> ids(base, collection, text, mode));
      List<Set<String>> found = new ArrayList<>();
      List<Long> micros = new ArrayList<>();
      for (String text : questions) {
        long start = System.nanoTime();
        found.add(ids(base, collection, text, mode));
        micros.add((System.nanoTime() - start) / 1000);
      }
      micros.sort(null);
      answers.put(mode, found);
      System.out.printf(
          "%s, %s: median %.1f ms, 99th of 100 %.1f ms%n",
          name,
          mode,
          micros.get(micros.size() / 2) / 1e3,
          micros.get(micros.size() * 99 / 100) / 1e3);
    }
    return new Questions(name, answers);
  }

  private static Set<String> ids(KnowledgeLibrary base, String collection, String text, Mode mode) {
    var request =
        new SearchRequest("default", List.of(collection), text, BEST, mode, List.of(), List.of());
    Set<String> ids = new HashSet<>();
    base.search(request).forEach(found -> ids.add(found.passage().id()));
    return ids;
  }

  void compareTo(Questions exact) {
    for (Mode mode : KnowledgeBenchmark.modes()) {
      List<Set<String>> ours = answers.getOrDefault(mode, List.of());
      List<Set<String>> theirs = exact.answers().getOrDefault(mode, List.of());
      int same = 0;
      int all = 0;
      for (int i = 0; i < ours.size(); i++) {
        var both = new HashSet<>(ours.get(i));
        both.retainAll(theirs.get(i));
        same += both.size();
        all += theirs.get(i).size();
      }
      System.out.printf(
          "%s, %s: %.1f of 100 that %s found%n", name, mode, 100.0 * same / all, exact.name());
    }
  }
}
