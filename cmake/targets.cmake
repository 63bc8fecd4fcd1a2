# mien_library(tensor SOURCES a.cpp ... LINKS mien_x ...): one folder, one static library mien_NAME.
function(mien_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(mien_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(mien_${name} PUBLIC mien_options ${ARG_LINKS})
  foreach(link IN LISTS ARG_PRIVATE_LINKS)
    if(link MATCHES "Eigen3|xtensor|nlohmann|CLI11")  # headers only: nobody links them after us
      set(link $<BUILD_INTERFACE:${link}>)
    endif()
    target_link_libraries(mien_${name} PRIVATE ${link})
  endforeach()
  set_property(GLOBAL APPEND PROPERTY MIEN_LIBRARIES mien_${name})
endfunction()

# mien_header_library(cuda LINKS mien_x ...): a folder whose headers are all there is in this build.
function(mien_header_library name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  add_library(mien_${name} INTERFACE)
  target_link_libraries(mien_${name} INTERFACE mien_options ${ARG_LINKS})
  set_property(GLOBAL APPEND PROPERTY MIEN_LIBRARIES mien_${name})
endfunction()

# mien_program(train SOURCES train.cpp LINKS ...): the program mien-NAME.
function(mien_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(mien-${name} ${ARG_SOURCES})
  target_link_libraries(mien-${name} PRIVATE mien_options ${ARG_LINKS})
  set_property(GLOBAL APPEND PROPERTY MIEN_PROGRAMS mien-${name})
endfunction()

# mien_test(tensor SOURCES test_a.cpp ... LINKS ...): one test binary per folder. Its cases are
# registered with CTest one by one, as folder.case, so that `ctest -R prelu` runs one op's tests.
function(mien_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  set(target test_${name})
  add_executable(${target} ${PROJECT_SOURCE_DIR}/tests/main.cpp ${ARG_SOURCES})
  target_link_libraries(${target} PRIVATE mien_options Boost::unit_test_framework ${ARG_LINKS})
  target_compile_definitions(${target} PRIVATE BOOST_TEST_DYN_LINK
    MIEN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_compile_options(${target} PRIVATE -O1)  # tests are built more often than they are run
  set(list ${CMAKE_CURRENT_BINARY_DIR}/${target}_cases.cmake)
  if(NOT EXISTS ${list})  # so that one folder's tests can be built and run alone
    file(WRITE ${list} "add_test(${name}.not_built ${target}_is_not_built)\n")
  endif()
  set_property(TARGET ${target} APPEND PROPERTY
    LINK_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/list_cases.cmake)
  add_custom_command(TARGET ${target} POST_BUILD
    COMMAND ${CMAKE_COMMAND} -DBINARY=$<TARGET_FILE:${target}> -DPREFIX=${name} -DOUT=${list}
            -P ${PROJECT_SOURCE_DIR}/cmake/list_cases.cmake)
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${list})
endfunction()
