package dev.troupe.agents.knowledge.local;

import dev.troupe.agents.knowledge.KnowledgeLibrary.SearchRequest;
import dev.troupe.agents.knowledge.Passage;
import java.util.List;

/**
 * Where to search.
 *
 * @param scopes only these
 * @param documents only these documents of them; empty for all
 * @param kinds only passages of these kinds; empty for all
 */
record Within(List<String> scopes, List<String> documents, List<Passage.Kind> kinds) {

  static Within of(SearchRequest request, List<String> collections) {
    List<String> scopes =
        collections.stream().map(name -> scope(request.tenant(), name)).distinct().toList();
    return new Within(scopes, request.documents(), request.kinds());
  }

  /** Tenant and collection in one term: no filter can name one without the other. */
  static String scope(String tenant, String collection) {
    return tenant + "/" + collection;
  }
}
