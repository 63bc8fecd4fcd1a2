# cmake --install: find_package(mien) then gives mien::mien (everything) and mien::FOLDER.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/mien)

get_property(libraries GLOBAL PROPERTY MIEN_LIBRARIES)
get_property(programs GLOBAL PROPERTY MIEN_PROGRAMS)
list(REMOVE_ITEM libraries mien_apps)  # what programs share is theirs alone

add_library(mien INTERFACE)
target_link_libraries(mien INTERFACE ${libraries})
set_target_properties(mien_options PROPERTIES EXPORT_NAME options)
foreach(library IN LISTS libraries)
  string(REPLACE mien_ "" folder ${library})
  set_target_properties(${library} PROPERTIES EXPORT_NAME ${folder})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${folder}
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/mien FILES_MATCHING PATTERN "*.h")
endforeach()
# Headers are included from the root, here as there: #include "layers/linear.h".
target_include_directories(mien_options INTERFACE
  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/mien>)
target_compile_features(mien_options INTERFACE $<INSTALL_INTERFACE:cxx_std_20>)

if(MIEN_CUDA)
  set(cuda_toolkit mien_cuda_toolkit)  # mien_cuda is linked with it
endif()
install(TARGETS mien mien_options ${libraries} ${cuda_toolkit} EXPORT mien ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT mien NAMESPACE mien:: DESTINATION ${package_dir} FILE mien-targets.cmake)
if(programs)
  install(TARGETS ${programs} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/mien-config.cmake.in
  ${PROJECT_BINARY_DIR}/mien-config.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/mien-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/mien-config.cmake ${PROJECT_BINARY_DIR}/mien-config-version.cmake
  DESTINATION ${package_dir})
