package dev.troupe.http.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One frame of the live display, cut to the terminal's size. */
final class LivePicture {
  private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
  private static final String BOLD = "\033[1m";
  private static final String DIM = "\033[2m";
  private static final String GREEN = "\033[32m";
  private static final String YELLOW = "\033[33m";
  private static final String RESET = "\033[0m";

  private final String goal;

  LivePicture(String goal) {
    this.goal = goal;
  }

  List<String> lines(
      TeamWork work,
      Map<Integer, String> words,
      Drafts drafts,
      Instant now,
      int frame,
      int columns,
      int rows) {
    var lines = new ArrayList<String>();
    lines.add(BOLD + Texts.oneLine(goal, columns - 1) + RESET);
    var steps = new ArrayList<String>();
    for (TeamWork.Step step : work.steps()) {
      steps.addAll(step(step, words, drafts, now, frame, columns - 1));
    }
    // The newest matter most; a frame taller than the screen could not be redrawn in place.
    int room =
        Math.max(3, rows - 4 - (work.ending().isEmpty() ? 0 : work.spendingOfRoles().size()));
    lines.addAll(steps.subList(Math.max(0, steps.size() - room), steps.size()));
    String state = work.ending().isEmpty() ? "" : work.ending() + " · ";
    lines.add(DIM + Texts.oneLine(state + work.totals(now), columns - 1) + RESET);
    if (!state.isEmpty()) {
      work.spendingOfRoles()
          .forEach(line -> lines.add(DIM + Texts.oneLine("  " + line, columns - 1) + RESET));
    }
    return lines;
  }

  private static List<String> step(
      TeamWork.Step step,
      Map<Integer, String> words,
      Drafts drafts,
      Instant now,
      int frame,
      int width) {
    var lines = new ArrayList<String>();
    String role = "%-10s ".formatted(step.role());
    int room = width - 2 - role.length();
    TeamWork.Came came = step.came();
    if (came == null) {
      String time = Texts.seconds(Duration.between(step.began(), now));
      String word = words.getOrDefault(step.assignment(), "");
      String text = step.task() + " · " + time + (word.isEmpty() ? "" : " · " + word);
      String spinner = SPINNER[Math.floorMod(frame, SPINNER.length)];
      lines.add(YELLOW + spinner + RESET + " " + role + Texts.oneLine(text, room));
      String draft = drafts.line(step.assignment(), width - 13);
      if (!draft.isEmpty()) {
        lines.add(DIM + "             " + draft + RESET);
      }
      return lines;
    }
    String mark = came.good() ? GREEN + "✓" : YELLOW + "✗";
    String time = Texts.seconds(Duration.between(step.began(), came.at()));
    String text = step.task() + " · " + came.summary() + " · " + time;
    lines.add(mark + RESET + " " + role + Texts.oneLine(text, room));
    for (String remark : came.remarks()) {
      lines.add(DIM + "             - " + Texts.oneLine(remark, width - 15) + RESET);
    }
    return lines;
  }
}
