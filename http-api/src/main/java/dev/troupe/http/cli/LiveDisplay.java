package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The team on a terminal, redrawn in place. */
final class LiveDisplay implements TeamDisplay {
  private static final long FRAME_MILLIS = 100;

  private final PrintStream err;
  private final LivePicture picture;
  private final TerminalSize size = new TerminalSize();
  private final TeamWork work = new TeamWork();
  private final Map<Integer, String> words = new HashMap<>();
  private final Drafts drafts = new Drafts();
  private final Thread painter = Thread.ofVirtual().unstarted(this::paint);
  private int drawn;
  private int frame;
  private boolean closed;

  private LiveDisplay(PrintStream err, String goal) {
    this.err = err;
    this.picture = new LivePicture(goal);
  }

  static LiveDisplay open(PrintStream err, String goal) {
    var display = new LiveDisplay(err, goal);
    display.painter.start();
    return display;
  }

  @Override
  public synchronized void event(JsonNode event) {
    work.apply(event)
        .filter(step -> step.came() != null)
        .ifPresent(step -> drafts.forget(step.assignment()));
  }

  @Override
  public synchronized void settled(JsonNode task) {
    work.settle(task.path("usage"));
  }

  @Override
  public boolean showsWriting() {
    return true;
  }

  @Override
  public synchronized void wrote(JsonNode delta) {
    drafts.wrote(delta);
  }

  @Override
  public synchronized void tookBack(JsonNode reset) {
    drafts.forget(reset.path("assignment").asInt());
  }

  @Override
  public synchronized void progress(JsonNode progress) {
    words.put(progress.path("assignment").asInt(), progress.path("text").asText());
  }

  private void paint() {
    try {
      while (!draw()) {
        TimeUnit.MILLISECONDS.sleep(FRAME_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** True once there will be no more frames. */
  private synchronized boolean draw() {
    if (closed) {
      return true;
    }
    List<String> lines =
        picture.lines(work, words, drafts, Instant.now(), frame++, size.columns(), size.rows());
    String up = drawn == 0 ? "" : "\033[" + drawn + "A";
    // Each line is cleared before it is written, and what is left below an earlier frame after it.
    String body = lines.stream().map(line -> "\033[2K" + line + "\n").collect(Collectors.joining());
    err.print(up + body + "\033[J");
    err.flush();
    drawn = lines.size();
    return false;
  }

  @Override
  public synchronized void close() {
    draw();
    closed = true;
    painter.interrupt();
  }
}
