package io.malmoi.datasets.cleaning;

/**
 * What a document must hold to be kept. An eojeol is what stands between white space: in Korean, a word with its particles.
 *
 * @param minimumEojeol eojeol at least
 * @param maximumEojeolCharacters mean characters of an eojeol at most
 * @param maximumSymbolShare share of symbols (neither letters, digits nor white space) among the characters at most
 * @param maximumRepeatedLineShare share of the characters that stand in lines that the document had before at most
 * @param maximumRepeatedNgramShare share of the eojeol that stand in runs of three that the document had before at most
 */
public record QualityThresholds(
        int minimumEojeol,
        double maximumEojeolCharacters,
        double maximumSymbolShare,
        double maximumRepeatedLineShare,
        double maximumRepeatedNgramShare) {
    /** What suits Korean reviews and prose. */
    public static final QualityThresholds USUAL = new QualityThresholds(2, 20, 0.4, 0.3, 0.3);
}
