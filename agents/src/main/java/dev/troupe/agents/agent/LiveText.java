package dev.troupe.agents.agent;

import dev.troupe.agents.Writing;
import dev.troupe.agents.model.ModelGateway;
import java.time.Duration;

/**
 * What one call of a model writes, told to the agent's watchers as it comes, gathered so that it is
 * few messages. Where nobody watches, nothing is gathered, timed or told.
 */
final class LiveText implements ModelGateway.Listener {
  static final Duration PAUSE = Duration.ofMillis(100);
  static final int CHARACTERS_AT_MOST = 1024;

  /** Runs something after a while. */
  interface Later {
    void run(Duration after, Runnable what);
  }

  private final Writing.Call call;
  private final Excerpt excerpt;
  private final Watchers watchers;
  private final Later later;
  private final StringBuilder gathered = new StringBuilder();
  private long at;
  private boolean isPausing;
  private boolean isHeard;
  private boolean isOver;

  LiveText(Writing.Call call, Excerpt excerpt, Watchers watchers, Later later) {
    this.call = call;
    this.excerpt = excerpt;
    this.watchers = watchers;
    this.later = later;
  }

  @Override
  public synchronized void wrote(String piece) {
    if (isOver) {
      return;
    }
    if (watchers.areNone()) {
      at += gathered.length() + excerpt.take(piece, null);
      gathered.setLength(0);
      return;
    }
    excerpt.take(piece, gathered);
    while (gathered.length() >= CHARACTERS_AT_MOST) {
      tell(CHARACTERS_AT_MOST);
    }
    if (!isPausing) {
      tellAndPause();
    }
  }

  private void tellAndPause() {
    if (!gathered.isEmpty()) {
      tell(gathered.length());
      isPausing = true;
      later.run(PAUSE, this::goOn);
    }
  }

  private synchronized void goOn() {
    isPausing = false;
    if (!isOver) {
      tellAndPause();
    }
  }

  private void tell(int characters) {
    // Half a character could not be shown.
    int whole = characters - (Character.isHighSurrogate(gathered.charAt(characters - 1)) ? 1 : 0);
    if (whole > 0) {
      watchers.tell(new Writing.Delta(call, excerpt.kind(), at, gathered.substring(0, whole)));
      gathered.delete(0, whole);
      at += whole;
      isHeard = true;
    }
  }

  @Override
  public void dropped() {
    drop("The call broke off; what it had written does not count.");
  }

  private synchronized void drop(String why) {
    if (isOver) {
      return;
    }
    gathered.setLength(0);
    at = 0;
    excerpt.restart();
    if (isHeard) {
      watchers.tell(new Writing.Reset(call, why));
      isHeard = false;
    }
  }

  /** The answer is whole, and of use. */
  synchronized void end() {
    if (!isOver && !gathered.isEmpty()) {
      tell(gathered.length());
    }
    isOver = true;
  }

  /**
   * Nothing comes of it.
   *
   * @param why one sentence
   */
  synchronized void end(String why) {
    drop(why);
    isOver = true;
  }
}
