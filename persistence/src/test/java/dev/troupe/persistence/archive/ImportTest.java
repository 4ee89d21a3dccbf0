package dev.troupe.persistence.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Into an embedded store; and files that are not sound. */
class ImportTest extends ImportContract {
  @TempDir private Path files;
  private ActorTestKit kit;
  private Path sound;

  @Override
  protected Config emptyStore() {
    return ConfigFactory.empty();
  }

  @BeforeEach
  void export() {
    kit = embedded();
    fill(kit);
    sound = export(kit, "sound");
  }

  @AfterEach
  void shutDown() {
    kit.shutdownTestKit();
  }

  private void refuses(List<String> lines, String... why) {
    refuses(String.join("\n", lines) + "\n", why);
  }

  private void refuses(String text, String... why) {
    try {
      var file = Files.writeString(files.resolve("file"), text);
      assertThatThrownBy(() -> read(file))
          .isInstanceOf(ArchiveFault.class)
          .hasMessageStartingWith(file.toString())
          .hasMessageContainingAll(why);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void read(Path file) {
    try (var reader = new ArchiveReader(file, new EventForm(kit.system()))) {
      while (reader.next().isPresent()) {
        // To its end.
      }
    }
  }

  private List<String> lines() {
    return new ArrayList<>(Archived.lines(sound));
  }

  @Test
  void a_sound_file_is_read_to_its_end() {
    read(sound);
    assertThat(lines().getFirst()).startsWith("{\"troupe\":\"export\",\"format\":1,");
    assertThat(lines().getLast())
        .contains("\"journals\":3,\"events\":467,\"rows\":3,\"wakeUps\":1");
    assertThat(ArchiveLines.isEnd(lines().getLast())).isTrue();
  }

  @Test
  void a_file_that_was_cut_off_is_refused_wherever_that_was() throws IOException {
    var text = Files.readString(sound);
    refuses(lines().subList(0, lines().size() - 1), "without the last line", "export again");
    refuses(lines().subList(0, 1), "ends behind line 1");
    refuses(text.substring(0, text.length() / 2), "it was cut off");
    refuses(text.substring(0, text.length() - 1), "it was cut off");
    refuses("", "is no export");
  }

  @Test
  void a_file_that_is_something_else_is_refused() {
    refuses("hello\n", "is no export", "`troupe export`");
    refuses("{\"persistenceId\":\"a\"}\n", "is no export");
    refuses("\0".repeat(10), "is no export");
    refuses("{\"troupe\":\"export\",\"format\":2}\n", "has format 2", "reads format 1");
    assertThatThrownBy(() -> read(files.resolve("missing")))
        .hasMessageContaining("cannot be read: there is no such file");
  }

  @Test
  void a_file_that_was_changed_is_refused_with_the_line() {
    var lines = lines();
    lines.remove(3);
    refuses(lines, "line 4: event 4 of Counter|first stands where 3 is due");

    lines = lines();
    lines.set(1, lines.get(1).replace("\"amount\":3", "\"amount\":4"));
    refuses(lines, "does not add up");

    lines = lines();
    lines.set(1, lines.get(1).replace("\"amount\":3", "\"amount\":3,\"more\":1"));
    refuses(lines, "line 2: this release cannot read all of the event 'added'");

    lines = lines();
    lines.set(1, lines.get(1).replace("\"type\":\"added\"", "\"type\":\"unheard\""));
    refuses(lines, "line 2: this release cannot read all of the event 'unheard'");

    lines = lines();
    lines.add(2, "{\"nonsense\":1}");
    refuses(lines, "line 3: it is no event");

    lines = lines();
    lines.add(lines.getLast());
    refuses(lines, "does not add up");

    lines = lines();
    lines.add(lines.size() - 1, lines.get(1));
    refuses(lines, "the journal Counter|first has ended before");
  }
}
