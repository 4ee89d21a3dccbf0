package dev.troupe.supervisor.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page on approvals shows is what the program takes. */
class ApprovalsPageTest {
  private static final Path PAGE = Path.of("../docs/approvals.md");
  private static final Pattern MACHINE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  @Test
  void every_machine_on_it_is_valid() throws IOException {
    var machines =
        MACHINE.matcher(Files.readString(PAGE)).results().map(found -> found.group(1)).toList();

    assertThat(machines)
        .hasSize(2)
        .allSatisfy(
            machine -> assertThat(WorkflowReader.read(machine)).isInstanceOf(Reading.Sound.class));
  }
}
