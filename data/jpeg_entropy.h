#pragma once

#include "data/byte_reader.h"
#include "data/jpeg_frame.h"

namespace mien::jpeg {

/// Reads all Huffman codes of a scan, from behind its header up to the marker that follows it.
///
/// A JPEG has no checksum, but damage throws a Huffman decoder off its track: sooner or later it
/// meets a code that does not exist, a coefficient outside its block, or data that end before or
/// after the last block. Decoders fill such gaps with grey; this walk reports them.
/// Throws ImageError. ITU-T T.81, Annex F.2 (sequential) and G.2 (progressive).
void check_scan(const Scan& scan, const Frame& frame, ByteReader& reader);

}  // namespace mien::jpeg
