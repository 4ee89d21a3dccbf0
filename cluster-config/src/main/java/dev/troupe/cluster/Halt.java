package dev.troupe.cluster;

import java.util.function.Consumer;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.setup.Setup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a process whose node may have been replaced: at once and without a word to anybody.
 * Coordinated shutdown would still write, and hand on what is another's by now.
 */
public final class Halt extends Setup {
  private static final Logger LOG = LoggerFactory.getLogger(Halt.class);
  private static final int EXIT_CODE = 1;
  private static final Halt OF_THE_PROCESS = new Halt(Halt::end);

  private final Consumer<String> end;

  /**
   * As a setup of an actor system: what is done there instead.
   *
   * @param end is told why
   */
  public Halt(Consumer<String> end) {
    this.end = end;
  }

  public static Halt of(ClassicActorSystemProvider system) {
    return system.classicSystem().settings().setup().get(Halt.class).orElse(OF_THE_PROCESS);
  }

  /**
   * Does not return, unless a setup says otherwise.
   *
   * @param sentence what has happened and what to do, for people
   */
  public void because(String sentence) {
    LOG.error(sentence);
    end.accept(sentence);
  }

  private static void end(String sentence) {
    System.err.println("troupe: " + sentence);
    Runtime.getRuntime().halt(EXIT_CODE);
  }
}
