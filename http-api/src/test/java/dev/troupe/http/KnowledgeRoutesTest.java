package dev.troupe.http;

import static dev.troupe.http.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.knowledge.KnowledgeLibrary.Mode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnowledgeRoutesTest {
  private final ApiServer server = new ApiServer();

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void lists_collections() {
    assertThat(json(server.get("/v1/knowledge")))
        .hasToString("{\"collections\":[{\"name\":\"notes\",\"documents\":2,\"passages\":3}]}");
  }

  @Test
  void searches_all_collections_or_those_named() {
    JsonNode found = json(server.get("/v1/knowledge/search?query=why&mode=vector&top=3"));
    assertThat(found)
        .hasToString(
            "{\"query\":\"why\",\"results\":[{\"document\":\"a.md\",\"heading\":null,"
                + "\"quote\":\"so it is\",\"score\":0.5,\"keywordRank\":1,\"vectorRank\":null}]}");
    var request = server.knowledge.searches.getLast();
    assertThat(request.mode()).isEqualTo(Mode.VECTOR);
    assertThat(request.limit()).isEqualTo(3);
    assertThat(request.collections()).containsExactly("notes");
    server.get("/v1/knowledge/search?query=why&collection=notes&collection=built-in");
    assertThat(server.knowledge.searches.getLast().collections())
        .containsExactly("notes", "built-in");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?query=%20",
        "?query=a&mode=deep",
        "?query=a&top=0",
        "?query=a&collection=nope"
      })
  void refuses_a_search_that_it_cannot_read(String query) {
    assertThat(server.get("/v1/knowledge/search" + query).statusCode()).isEqualTo(400);
  }

  @Test
  void adds_documents_and_says_how_far_it_is(@TempDir Path folder) {
    String body = EdgeJson.object().put("path", folder.toString()).put("prune", true).toString();
    HttpResponse<String> response = server.post("/v1/knowledge/notes", body);
    assertThat(response.body().lines())
        .containsExactly(
            "{\"done\":0,\"total\":2,\"document\":\"a.md\",\"embedded\":64,\"passages\":100}",
            "{\"done\":1,\"total\":2,\"document\":\"a.md\"}",
            "{\"done\":2,\"total\":2,\"document\":\"b.md\"}",
            "{\"report\":{\"added\":1,\"changed\":0,\"unchanged\":0,\"removed\":1,\"missing\":0,\"passages\":3,"
                + "\"broken\":[{\"document\":\"b.md\",\"reason\":\"holds no text\",\"files\":1}]}}");
  }

  @Test
  void says_why_nothing_could_be_added() {
    HttpResponse<String> response =
        server.post("/v1/knowledge/notes", "{\"path\":\"/no/such/place\"}");
    assertThat(response.body().strip())
        .isEqualTo("{\"error\":\"there is nothing at /no/such/place\",\"refused\":true}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"path\":\"docs\"} | /path | absolute",
        "{\"path\":\"/docs\\u0000\"} | /path | absolute",
        "{\"path\":7} | /path | text",
        "{} | /path | absolute",
        "{\"path\":\"/docs\",\"prume\":true} | /prume | unknown field 'prume'; known: path, prune",
        "{\"path\":\"/docs\",\"prune\":\"yes\"} | /prune | true or false",
        "[] | '' | path"
      })
  void refuses_an_addition_that_it_cannot_read(String body, String pointer, String words) {
    HttpResponse<String> response = server.post("/v1/knowledge/notes", body);
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(json(response).at("/errors/0/pointer").asText()).isEqualTo(pointer);
    assertThat(response.body()).contains(words);
  }
}
