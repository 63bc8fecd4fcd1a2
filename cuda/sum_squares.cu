#include "cuda/sum_squares.h"

#include <algorithm>

#include "cuda/sum_of.h"

namespace mien::cuda {
namespace {

constexpr Index kMostRows = 128;  // as a kernel's arguments hold 4 KiB

// Term r of all rows together; row k starts at begin[k].
template <class T>
struct SquareTerm {
  Index count = 0, total = 0;
  Index begin[kMostRows];
  const T* rows[kMostRows];

  void add(std::span<const T> row) {
    begin[count] = total;
    rows[count++] = row.data();
    total += static_cast<Index>(row.size());
  }

  MIEN_HOST_DEVICE double operator()(Index, Index r, Index) const {
    Index low = 0, high = count;  // the last row that starts at or before r
    while (high - low > 1) {
      const Index middle = (low + high) / 2;
      (begin[middle] <= r ? low : high) = middle;
    }
    const double x = rows[low][r - begin[low]];
    return x * x;
  }
};

}  // namespace

template <class T>
void sum_squares(const Context& context, const std::vector<std::span<const T>>& rows, double* y) {
  const Index count = std::ssize(rows), parts = (count + kMostRows - 1) / kMostRows;
  const Buffer<double> partial(context, std::max<Index>(parts, 1));
  for (Index part = 0; part < parts; ++part) {
    SquareTerm<T> term;
    const Index end = std::min(count, (part + 1) * kMostRows);
    for (Index r = part * kMostRows; r < end; ++r) term.add(rows[static_cast<std::size_t>(r)]);
    sum_of(context, 1, term.total, 1, term, partial.data() + part);
  }
  sum_of(context, 1, parts, 1, StoredTerm<double>{partial.data(), parts, 1}, y);
}

template void sum_squares(const Context&, const std::vector<std::span<const float>>&, double*);
template void sum_squares(const Context&, const std::vector<std::span<const double>>&, double*);

}  // namespace mien::cuda
