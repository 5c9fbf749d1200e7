package mlhome.analysis;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.pattern.PatternTokenizer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/** Lucene's own analysis parts, by the names that the analysis-common module gives them. */
public final class TestAnalysis extends Plugin implements AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of("pattern", (index, environment, name, settings) -> {
            Pattern pattern = Pattern.compile(settings.get("pattern", "\\W+"));
            int group = settings.getAsInt("group", -1);
            return TokenizerFactory.newFactory(name, () -> new PatternTokenizer(pattern, group));
        });
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
            "asciifolding", (index, environment, name, settings) ->
                new Normalizing(name, ASCIIFoldingFilter::new),
            "edge_ngram", (index, environment, name, settings) -> {
                int shortest = settings.getAsInt("min_gram", 1);
                int longest = settings.getAsInt("max_gram", 2);
                return new Filter(name, tokens -> new EdgeNGramTokenFilter(tokens, shortest, longest, false));
            },
            "snowball", (index, environment, name, settings) -> {
                String language = settings.get("language", "English");
                return new Filter(name, tokens -> new SnowballFilter(tokens, language));
            });
    }

    /** A filter of whole words. */
    private record Filter(String name, UnaryOperator<TokenStream> filter) implements TokenFilterFactory {
        @Override
        public TokenStream create(TokenStream tokens) {
            return filter.apply(tokens);
        }
    }

    /** A filter that works on parts of words as well, so that prefixes go through it too. */
    private record Normalizing(String name, UnaryOperator<TokenStream> filter)
        implements TokenFilterFactory {
        @Override
        public TokenStream create(TokenStream tokens) {
            return filter.apply(tokens);
        }

        @Override
        public TokenStream normalize(TokenStream tokens) {
            return filter.apply(tokens);
        }
    }
}
