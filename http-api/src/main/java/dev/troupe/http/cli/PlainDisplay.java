package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Instant;

/** A line for whatever happens: for pipes and logs. */
final class PlainDisplay implements TeamDisplay {
  private final PrintStream err;
  private final boolean showsWriting;
  private final TeamWork work = new TeamWork();
  private final WrittenLines written = new WrittenLines();

  /**
   * @param showsWriting whether what models write is shown as well
   */
  PlainDisplay(PrintStream err, boolean showsWriting, String goal) {
    this.err = err;
    this.showsWriting = showsWriting;
    err.println("goal: " + Texts.oneLine(goal, 200));
  }

  @Override
  public synchronized void event(JsonNode event) {
    boolean hadEnded = !work.ending().isEmpty();
    work.apply(event).ifPresent(step -> line(event, step));
    if (!hadEnded && !work.ending().isEmpty()) {
      totals(work.ending());
    } else if (hadEnded && work.ending().isEmpty()) {
      err.println("redriven: run " + event.path("data").path("run").asInt());
    }
  }

  @Override
  public synchronized void settled(JsonNode task) {
    if (work.settle(task.path("usage"))) {
      totals("with what was called off");
    }
  }

  private void totals(String ofWhat) {
    err.println(ofWhat + " · " + work.totals(Instant.now()));
    work.spendingOfRoles().forEach(line -> err.println("  " + line));
  }

  private void line(JsonNode event, TeamWork.Step step) {
    Instant at = Instant.parse(event.path("at").asText());
    String time = "[%7s] %-10s ".formatted(Texts.seconds(work.elapsed(at)), step.role());
    TeamWork.Came came = step.came();
    if (came != null) {
      rest(step.role(), step.assignment());
    }
    if (came == null) {
      err.println(time + step.task());
      return;
    }
    err.println(
        time + came.summary() + (step.role().equals("researcher") ? " · " + step.task() : ""));
    came.remarks().forEach(remark -> err.println(" ".repeat(21) + "- " + remark));
  }

  @Override
  public boolean showsWriting() {
    return showsWriting;
  }

  @Override
  public synchronized void wrote(JsonNode delta) {
    String role = delta.path("role").asText();
    written.wrote(delta).forEach(line -> written(role, line));
  }

  @Override
  public synchronized void tookBack(JsonNode reset) {
    String role = reset.path("role").asText();
    rest(role, reset.path("assignment").asInt());
    written(role, "(" + Texts.oneLine(reset.path("text").asText(), 200) + ")");
  }

  @Override
  public synchronized void notice(JsonNode notice) {
    err.println("troupe: " + Texts.oneLine(notice.path("text").asText(), 500));
  }

  private void rest(String role, int assignment) {
    String rest = written.rest(assignment);
    if (!rest.isEmpty()) {
      written(role, rest);
    }
  }

  private void written(String role, String line) {
    err.println(" ".repeat(10) + "%-10s | %s".formatted(role, line));
  }

  @Override
  public void progress(JsonNode progress) {
    // A passing word is for live displays only: a log keeps what was recorded.
  }

  @Override
  public void close() {}
}
